// Choosing how a target is counted: only the boxes that the chosen measure needs are shown.
(function () {
  "use strict";
  var choice = document.querySelector("[data-parameters]");
  if (!choice) return;
  var needs = JSON.parse(choice.dataset.parameters);
  var names = ["indicator", "programme", "denominator", "listed_in", "level", "stages", "comparator", "threshold", "unit"];
  function show() {
    var wanted = needs[choice.value] || [];
    names.forEach(function (name) {
      var control = document.querySelector('[name="' + name + '"]');
      var field = control && control.closest(".q-field");
      var needed = wanted.indexOf(name) >= 0 || (name === "indicator" && wanted.indexOf("numerator") >= 0);
      if (field) field.hidden = !needed;
    });
  }
  choice.addEventListener("change", show);
  show();
})();
