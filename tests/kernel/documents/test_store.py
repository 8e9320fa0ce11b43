"""The store keeps each content once, whole, and notices damage."""

import hashlib

import pytest

from qinglan.kernel.documents import store


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def test_a_content_lies_under_its_digest_once(home) -> None:
    digest = store.put("青蓝".encode())
    assert store.put("青蓝".encode()) == digest == hashlib.sha256("青蓝".encode()).hexdigest()
    assert [path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()] == [
        f"{digest[:2]}/{digest[2:4]}/{digest}"
    ]
    assert store.read(digest) == "青蓝".encode()


def test_damage_and_loss_are_noticed(home) -> None:
    digest = store.put(b"one")
    store.place(digest).write_bytes(b"two")
    with pytest.raises(store.Damaged, match="changed on the disk"):
        store.read(digest)
    store.place(digest).unlink()
    with pytest.raises(store.Damaged, match="not in the store"):
        store.read(digest)


def test_a_broken_off_copy_is_replaced(home) -> None:
    digest = store.put(b"whole")
    store.place(digest).write_bytes(b"wh")
    store.put(b"whole")
    assert store.read(digest) == b"whole"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63])
def test_only_digests_are_places(name) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        store.place(name)
