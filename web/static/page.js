/* What htmx does not do: files dropped on a box go into its form; the focus follows what was put in; polling ends when it may. */
"use strict";
(function () {
  document.addEventListener("dragover", function (event) {
    var box = event.target.closest && event.target.closest("[data-drop]");
    event.preventDefault();
    if (box) box.classList.add("over");
  });
  document.addEventListener("dragleave", function (event) {
    var box = event.target.closest && event.target.closest("[data-drop]");
    if (box) box.classList.remove("over");
  });
  document.addEventListener("drop", function (event) {
    event.preventDefault(); /* beside the box too: the browser would leave the page for the file */
    var box = event.target.closest && event.target.closest("[data-drop]");
    if (!box) return;
    box.classList.remove("over");
    var field = box.querySelector("input[type=file]");
    if (!field || !event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("change", function (event) {
    /* What the server would not take is not sent for minutes first. */
    if (event.target.type === "file") {
      var size = Array.prototype.reduce.call(event.target.files, function (sum, file) { return sum + file.size; }, 0);
      event.target.setCustomValidity(size > 2147483648 ? "文件太大，一次最多传 2048 兆。大的档案不要上传，直接选它所在的文件夹。" : "");
      if (!event.target.reportValidity()) return;
    }
    /* A box that says so sends its form as soon as a file is chosen. */
    var form = event.target.type === "file" && event.target.closest("form[data-send]");
    if (form) form.requestSubmit ? form.requestSubmit() : form.submit();
  });
  document.addEventListener("submit", function (event) {
    /* Twice pressed is once meant. Buttons of htmx forms are its own affair. */
    if (event.target.hasAttribute("hx-post")) return;
    var buttons = event.target.querySelectorAll("button:not([type=button])");
    setTimeout(function () { buttons.forEach(function (button) { button.disabled = true; }); }, 0);
    setTimeout(function () { buttons.forEach(function (button) { button.disabled = false; }); }, 4000);
  });
  document.addEventListener("keydown", function (event) {
    /* Enter in a field of such a form goes on to the next field, as in a spreadsheet, and does not send what is half filled. */
    var form = event.key === "Enter" && !event.isComposing && event.target.matches("input") && event.target.closest("form[data-careful]");
    if (!form) return;
    event.preventDefault();
    var fields = Array.prototype.filter.call(form.elements, function (each) { return each.type !== "hidden" && !each.disabled && each.offsetParent; });
    var next = fields[fields.indexOf(event.target) + 1];
    if (next) next.focus();
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-print]");
    if (button) window.print();
    /* All boxes of one name on or off. */
    var all = event.target.closest && event.target.closest("[data-check], [data-uncheck]");
    if (!all) return;
    var name = all.getAttribute("data-check") || all.getAttribute("data-uncheck");
    all.form.querySelectorAll('input[name="' + name + '"]').forEach(function (box) { box.checked = all.hasAttribute("data-check"); });
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    var wanted = event.target.querySelector && event.target.querySelector("[data-focus]");
    if (wanted) wanted.focus();
  });
})();
