// Security keys: joins allauth's scripts to a page of ours, whose policy allows nothing inline.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector("[data-q-webauthn]");
  if (!place) return;
  const way = place.dataset.qWebauthn;
  const ids = { credential: place.dataset.qCredential, data: place.dataset.qData };
  ids[way] = place.dataset.qButton;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const error = document.getElementById("webauthn-error");
    error.textContent = place.dataset.qFailed;
    error.hidden = false;
  });
  window.allauth.webauthn.forms[`${way}Form`]({ ids });
});
