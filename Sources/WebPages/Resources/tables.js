"use strict";
// A heading's button sorts its table by that column: up, then down. What is absent stays at the end; rows that are equal
// keep their order.
(() => {
    const value = (row, column, isNumber) => {
        const text = row.cells[column].textContent;
        return isNumber && text !== "" ? Number(text) : text;
    };
    const compare = (a, b) => (typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0);
    const sort = (table, heading, status) => {
        const column = heading.cellIndex;
        const sign = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        const isNumber = heading.classList.contains("n");
        const rows = Array.from(table.tBodies[0].rows, (row) => ({ row, key: value(row, column, isNumber) }));
        rows.sort((a, b) => {
            if (a.key === "" || b.key === "") return (a.key === "" ? 1 : 0) - (b.key === "" ? 1 : 0);
            return sign * compare(a.key, b.key);
        });
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        heading.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
        table.tBodies[0].append(...rows.map((item) => item.row));
        status.textContent = `Sorted by ${heading.textContent}, ${sign > 0 ? "ascending" : "descending"}.`;
    };
    for (const table of document.querySelectorAll("table.data")) {
        const status = document.getElementById(table.dataset.status);
        for (const heading of table.tHead.rows[0].cells) {
            heading.firstElementChild.addEventListener("click", () => sort(table, heading, status));
        }
    }
})();
