// Words while one types: fills the list of the search box. Without it the box works as well.
(function () {
  "use strict";
  var box = document.querySelector("[data-q-suggest]");
  if (!box || !box.list) return;
  var timer = null;
  box.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(function () {
      var text = box.value;
      var cut = text.lastIndexOf(" ") + 1;
      if (text.length === cut) return;
      fetch(box.dataset.qSuggest + "&q=" + encodeURIComponent(text))
        .then(function (answer) { return answer.json(); })
        .then(function (found) {
          box.list.replaceChildren.apply(
            box.list,
            found.words.map(function (word) {
              var option = document.createElement("option");
              option.value = text.slice(0, cut) + word;
              return option;
            })
          );
        })
        .catch(function () { /* the box works without suggestions */ });
    }, 200);
  });
})();
