"""`qinglan plan read`."""

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from qinglan.cli.plan_read import read
from tests.plans.reader.papers import CORPUS, pdf_of, pdf_without_text, plan_lines

PLAN = CORPUS / "01-manufacturing.txt"


def test_json_is_the_form_of_the_annotations_plus_bodies() -> None:
    result = CliRunner().invoke(read, [str(PLAN), "--json"])
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert list(told) == [
        "document",
        "title",
        "status",
        "source",
        "chapters",
        "articles",
        "quantities",
        "bodies",
    ]
    assert told["bodies"][0] == {
        "article": 3,
        "role": "lead",
        "name": "市工业和信息化局",
        "quote": "市工业和信息化局",
    }
    assert list(told["quantities"][0]) == [
        "article",
        "kind",
        "quote",
        "indicator",
        "action",
        "comparator",
        "value",
        "upper",
        "unit",
        "deadline",
        "strength",
    ]


def test_the_summary_is_chinese_and_calm() -> None:
    result = CliRunner().invoke(read, [str(PLAN)])
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[0] == "临岚市推进制造业绿色化改造行动方案（2023—2025年）"
    assert "章节（6 条）" in lines
    assert "目标（11 项）" in lines
    assert "规定（7 项）" in lines
    assert "责任单位（4 个）" in lines
    assert lines[-2].strip() == "第3条  牵头：市工业和信息化局；配合：市生态环境局、市发展改革委"


def test_what_is_no_plan_is_said(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text("我市今年新增绿色工厂30家。", encoding="utf-8")
    result = CliRunner().invoke(read, [str(path)])
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "这份文件不像是规划、方案或意见，没有读取目标和规定。"


def test_unreadable_files_give_one_line_and_exit_2(tmp_path: Path) -> None:
    cases = {
        "none.txt": None,
        "empty.txt": b"",
        "scan.pdf": pdf_without_text(),
        "locked.pdf": pdf_of(plan_lines(), encrypted=True),
        "picture.png": b"\x89PNG\r\n\x1a\n",
    }
    said = {}
    for name, data in cases.items():
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        result = CliRunner().invoke(read, [str(path)])
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
        said[name] = result.stderr.split(": ", 1)[1].split(" (")[0]
    assert said == {
        "none.txt": "文件不存在或无法打开",
        "empty.txt": "文件中没有文字",
        "scan.pdf": "文件是扫描件，没有文字层，请先做文字识别",
        "locked.pdf": "文件已加密，请先解除密码",
        "picture.png": "不支持的文件类型，请使用 txt、docx、html 或文字版 PDF",
    }


def test_the_command_needs_no_django_and_no_database() -> None:
    code = (
        "import sys; from qinglan.cli.plan_read import read; "
        f"read([{str(PLAN)!r}], standalone_mode=False); "
        "sys.exit(any(name.split('.')[0] in ('django', 'psycopg') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0
