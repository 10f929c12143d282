(function () {
  "use strict";
  var choices = document.querySelectorAll("input.choice");
  function show(code, keep) {
    for (var i = 0; i < choices.length; i += 1) {
      if (choices[i].id === "lang-" + code) {
        choices[i].checked = true;
        document.title = choices[i].getAttribute("data-title");
      }
    }
    document.documentElement.lang = code === "zh" ? "zh-CN" : "en";
    if (keep) {
      try { localStorage.setItem("banyan-lang", code); } catch (e) { /* a file may have no storage: the choice holds until it is closed */ }
    }
  }
  var wanted = { "#zh": "zh", "#en": "en" }[location.hash];
  if (!wanted) {
    try { wanted = localStorage.getItem("banyan-lang"); } catch (e) { wanted = null; }
  }
  if (wanted !== "zh" && wanted !== "en") {
    wanted = /^zh/i.test(navigator.language || "") ? "zh" : "en";
  }
  show(wanted, false);
  for (var i = 0; i < choices.length; i += 1) {
    choices[i].addEventListener("change", function () { show(this.id.slice(5), true); });
  }
}());
