// The reading bench: hovering or focusing an item shows its words in the text, and the other way round.
(function () {
  "use strict";
  function mark(slug, on) {
    document.querySelectorAll('[data-items~="' + CSS.escape(slug) + '"], [data-item="' + CSS.escape(slug) + '"]').forEach(function (node) {
      node.classList.toggle("p-hot", on);
    });
  }
  function watch(kind, on) {
    document.addEventListener(kind, function (event) {
      if (!(event.target instanceof Element)) return;
      var item = event.target.closest("[data-item]");
      var words = event.target.closest("[data-items]");
      if (item) mark(item.dataset.item, on);
      if (words) words.dataset.items.split(" ").forEach(function (slug) { mark(slug, on); });
    });
  }
  watch("mouseover", true);
  watch("mouseout", false);
  watch("focusin", true);
  watch("focusout", false);
  // Somebody was faster: the answer holds the item as it stands now.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status !== 409) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
  document.addEventListener("click", function (event) {
    var words = event.target instanceof Element && event.target.closest("[data-items]");
    if (!words) return;
    var card = document.getElementById("item-" + words.dataset.items.split(" ")[0]);
    if (card) card.scrollIntoView({ block: "center" });
  });
})();
