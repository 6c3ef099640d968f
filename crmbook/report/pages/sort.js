document.querySelectorAll("th").forEach(function (head) {
  head.tabIndex = 0;
  function sort() {
    var table = head.closest("table"), body = table.tBodies[0], at = head.cellIndex;
    var down = head.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("th").forEach(function (one) { one.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    var rows = Array.from(body.rows);
    rows.sort(function (one, other) {
      var a = one.cells[at], b = other.cells[at], x = a.dataset.n, y = b.dataset.n, order;
      if (x !== undefined && y !== undefined) { order = x - y; }
      else if (x !== undefined || y !== undefined) { return x !== undefined ? -1 : 1; }
      else { order = a.textContent.localeCompare(b.textContent, "zh"); }
      return down ? -order : order;
    });
    rows.forEach(function (row) { body.appendChild(row); });
  }
  head.addEventListener("click", sort);
  head.addEventListener("keydown", function (event) { if (event.key === "Enter") { sort(); } });
});
