// The kernels of a first layer beside V1: by class, and one of them in full.
import { number, percent, unpack } from "./numbers.js";
import { kernelCanvas, sharp } from "./paint.js";
import { complain, make, say, shape } from "./page.js";

const words = (text) => text.replace("center_surround", "center–surround").replaceAll("_", " ").replace("gabor", "Gabor");

/** A measure as it is read: `half width at 1/√2, °`. */
const measure = (name) => ({ gabor_r2: "Gabor's R²", null_p: "p by its null", osi: "orientation selectivity" })[name]
  ?? words(name.replace("_sqrt2", "_at_1/√2").replace(/_deg$/, ", °").replace(/_percent$/, ", %"));

/** What stands behind a number. */
const unitText = (unit) => ({ 1: "", degree: "°", "cycle/pixel": " cycles/pixel", octave: " octaves" })[unit || 1] ?? ` ${unit}`;

/** Numbers of a kernel that are shown, by the columns of the table, and what they are beside in recorded cells. */
const shownColumns = [
  "gabor_r2", "null_p", "orientation_deg", "frequency_cpp", "phase_deg", "bandwidth_oct", "half_width_deg", "nx", "ny",
  "circular_variance", "osi", "measured_orientation_deg", "measured_frequency_cpp", "measured_bandwidth_oct", "chromatic_frac",
];

export class KernelsView {
  constructor(provider, element) {
    [this.provider, this.element] = [provider, element];
  }

  /** Asks until the comparison is there. */
  async open() {
    if (this.listing || this.isAsking) return;
    this.isAsking = true;
    try {
      for (;;) {
        const state = await this.provider.kernels();
        if (state.listing) { this.show(state.listing); break; }
        this.element.replaceChildren(make("p", { class: "waiting" }, `Comparing with V1: ${state.done} of ${state.count} kernels.`),
          make("progress", { max: state.count, value: state.done, "aria-label": "Kernels compared" }));
        await new Promise((resume) => setTimeout(resume, 700));
      }
    } catch (error) { complain(error); }
    this.isAsking = false;
  }

  show(listing) {
    this.listing = listing;
    const { columns, rows } = listing.tables.kernels;
    const index = columns.indexOf("kernel");
    this.rows = new Map(rows.map((row) => [Number(row[index]), Object.fromEntries(columns.map((name, i) => [name, row[i]]))]));
    const classes = Map.groupBy ? Map.groupBy(listing.kernels, (k) => k.kernelClass) : listing.kernels.reduce((all, k) => all.set(k.kernelClass, [...(all.get(k.kernelClass) ?? []), k]), new Map());
    const groups = [...classes].sort((a, b) => b[1].length - a[1].length).map(([name, kernels]) => make("section", { class: "kernel-class" },
      make("h2", {}, words(name), make("span", { class: "count" }, `${kernels.length}`)),
      make("div", { class: "kernel-grid" }, ...kernels.map((kernel) => this.button(kernel)))));
    this.detail = make("div", { class: "panel", id: "kernel-detail" });
    this.element.replaceChildren(make("div", { class: "kernel-list", id: "kernel-list", onkeydown: (event) => this.along(event) }, this.key(), ...groups), this.detail);
    const best = [...listing.kernels].filter((k) => k.kernelClass.includes("gabor")).sort((a, b) => this.row(b, "gabor_r2") - this.row(a, "gabor_r2"))[0];
    this.choose((best ?? listing.kernels[0]).index, false);
  }

  /** What the colours beneath kernels mean: a bar along each orientation; nothing where no kernel is oriented. */
  key() {
    if (!this.listing.kernels.some((kernel) => kernel.barsColor)) return "";
    const bars = this.listing.orientationKey.map(({ degrees, color }) => make("span", {},
      shape("svg", { viewBox: "-10 -10 20 20", "aria-hidden": "true" }, shape("path", { d: "M-8 0H8", transform: `rotate(${-degrees})`, stroke: color, "stroke-width": 4 })), `${degrees}°`));
    return make("p", { class: "orientation-key quiet" }, "Beneath a kernel, the orientation of its bars:", ...bars);
  }

  row(kernel, column) { const text = this.rows.get(kernel.index)?.[column]; return text ? Number(text) : null; }

  button(kernel) {
    const canvas = make("canvas", { "aria-hidden": "true" });
    this.paint(canvas, unpack(kernel.weights), 46);
    const button = make("button", {
      type: "button", class: "kernel", title: `kernel ${kernel.index}: ${words(kernel.kernelClass)}`, "aria-pressed": false,
      "aria-label": `Kernel ${kernel.index}, ${words(kernel.kernelClass)}`, onclick: () => { this.choose(kernel.index, true); this.reveal(); },
    }, canvas);
    button.dataset.kernel = kernel.index;
    if (kernel.barsColor) {
      button.title += `, ${Math.round(kernel.bars) % 180}°`;
      canvas.style.borderBottom = `4px solid ${kernel.barsColor}`;
    }
    return button;
  }

  paint(canvas, array, size, limit) {
    const [, height, width] = array.shape;
    const scale = size / Math.max(height, width);
    const context = sharp(canvas, width * scale, height * scale);
    context.drawImage(kernelCanvas(array, limit), 0, 0, width * scale, height * scale);
    return canvas;
  }

  get buttons() { return [...this.element.querySelectorAll(".kernel")]; }

  /** On a narrow page what is shown of a kernel lies beneath all of them. */
  reveal() {
    if (this.detail.getBoundingClientRect().top > window.innerHeight - 120) this.detail.scrollIntoView();
  }

  /** Arrows go from kernel to kernel; the one that is shown is in the order of Tab. */
  along(event) {
    const { buttons } = this;
    const place = buttons.indexOf(event.target);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = event.key === "Home" ? buttons[0] : event.key === "End" ? buttons.at(-1) : step && buttons[place + step];
    if (place < 0 || !next) return;
    event.preventDefault();
    next.focus();
    this.choose(Number(next.dataset.kernel), true);
  }

  choose(index, isTold) {
    for (const button of this.buttons) {
      const isChosen = Number(button.dataset.kernel) === index;
      button.setAttribute("aria-pressed", isChosen);
      button.tabIndex = isChosen ? 0 : -1;
    }
    const kernel = this.listing.kernels.find((k) => k.index === index);
    this.chosen = index;
    const weights = unpack(kernel.weights);
    const limit = weights.values.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-12);
    const pictures = [["kernel", weights], ...(kernel.fit ? [["best Gabor", unpack(kernel.fit)], ["residual", unpack(kernel.residual)]] : [])];
    this.detail.replaceChildren(
      make("div", { class: "unit-head" }, make("h2", {}, `Kernel ${index}`, make("span", { class: "place" }, words(kernel.kernelClass))),
        kernel.shape === kernel.kernelClass ? null : make("span", { class: "quiet" }, `its shape: ${words(kernel.shape)}`)),
      make("div", { class: "trio" }, ...pictures.map(([name, array]) => make("figure", {}, this.paint(make("canvas", { role: "img", "aria-label": name }), array, 104, limit), make("figcaption", {}, name)))),
      kernel.flags.length ? make("p", { class: "flags" }, ...kernel.flags.map((flag) => make("span", { class: "flag" }, words(flag)))) : null ?? "",
      this.rivals(kernel), make("h3", {}, "Tuning"), make("div", { class: "charts" },
        this.chart("orientation of the bars, degrees", kernel.orientation, false), this.chart("cycles/pixel", kernel.frequency, true)),
      make("h3", {}, "Numbers"), this.numbers(index), this.matches(index), this.cells(kernel));
    if (isTold) say(`Kernel ${index}, ${words(kernel.kernelClass)}`);
  }

  /** How much worse each rival describes it, and how often noise does as well. */
  rivals(kernel) {
    const entries = Object.entries(kernel.rivals).sort((a, b) => a[1] - b[1]);
    if (!entries.length) return "";
    const [best, worst] = [entries[0][1], entries.at(-1)[1]];
    const rows = entries.map(([name, bic], i) => {
      const bar = make("span", { class: "bar minus" });
      bar.style.width = `${(100 * (bic - best)) / Math.max(worst - best, 1e-9)}%`;
      return make("tr", {}, make("th", { scope: "row" }, words(name)), make("td", {}, i ? `+${number(bic - best, 3)}` : "best"), make("td", { class: "bars" }, bar));
    });
    const nulls = Object.entries(kernel.nulls).map(([name, part]) => `${percent(part)} are called ${words(name)}`).join(", ");
    return make("div", {}, make("h3", {}, "Rivals, by BIC (less is better)"), make("table", { class: "numbers terms" }, make("tbody", {}, ...rows)), nulls ? make("p", { class: "quiet" }, `Null: of noise like it, ${nulls}.`) : "");
  }

  chart(label, points, isFrequency) {
    const [w, h, left, bottom] = [210, 120, 14, 26];
    const xs = points.map((p) => p[0]);
    const [low, high] = [Math.min(...xs), isFrequency ? Math.max(...xs) : 180];
    const top = Math.max(...points.map((p) => p[1]), 1e-12);
    const x = (value) => left + ((value - low) / (high - low)) * (w - 2 * left);
    const y = (value) => h - bottom - (value / top) * (h - bottom - 8);
    const line = points.map(([a, b], i) => `${i ? "L" : "M"}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join("");
    const ticks = (isFrequency ? [0, 0.1, 0.2, 0.3, 0.4, 0.5] : [0, 45, 90, 135, 180]).filter((t) => t >= low - 1e-9 && t <= high + 1e-9);
    return shape("svg", { viewBox: `0 0 ${w} ${h}`, class: "chart", role: "img", "aria-label": `Response by ${label}` },
      shape("path", { d: `M${left} ${h - bottom}H${w - left}`, class: "axis" }), shape("path", { d: line, class: "curve" }),
      ...ticks.map((t) => { const text = shape("text", { x: x(t), y: h - bottom + 12, class: "tick" }); text.textContent = `${t}`; return text; }),
      (() => { const text = shape("text", { x: w / 2, y: h - 2, class: "tick" }); text.textContent = label; return text; })());
  }

  numbers(index) {
    const { columns, units, descriptions } = this.listing.tables.kernels;
    const row = this.rows.get(index);
    const cells = shownColumns.filter((name) => row[name]).map((name) => {
      const i = columns.indexOf(name);
      return make("div", { title: descriptions[i] }, make("dt", {}, measure(name.replace(/_(deg|cpp|oct|px|frac)$/, ""))), make("dd", {}, number(Number(row[name])), make("small", {}, unitText(units[i]))));
    });
    return make("dl", { class: "facts" }, ...cells);
  }

  matches(index) {
    const { columns, rows } = this.listing.tables.matches;
    const at = (row, name) => row[columns.indexOf(name)];
    const found = rows.filter((row) => Number(at(row, "kernel")) === index);
    if (!found.length) return "";
    return make("div", {}, make("h3", {}, "Most like it in a bank of V1's statistics"), make("div", { class: "trio" }, ...found.map((row) => {
      const filter = this.listing.filters[at(row, "filter")];
      const canvas = make("canvas", { role: "img", "aria-label": `Filter ${at(row, "filter")}` });
      if (filter) this.paint(canvas, unpack(filter), 72);
      return make("figure", {}, canvas, make("figcaption", {}, `#${at(row, "filter")}: ${number(Number(at(row, "similarity")), 2)}`));
    })));
  }

  /** The kernel and its layer beside recorded cells. */
  cells(kernel) {
    const { columns, rows } = this.listing.tables.population;
    const at = (row, name) => row[columns.indexOf(name)];
    const value = (row, name) => (at(row, name) ? number(Number(at(row, name)), 3) : "");
    return make("div", {}, make("h3", {}, "Beside recorded cells"), make("div", { class: "scroll plain", tabIndex: 0, role: "region", "aria-label": "Beside recorded cells" }, make("table", { class: "numbers" },
      make("thead", {}, make("tr", {}, ...["", "this kernel", "kernels", "cells", "alike", "p"].map((text) => make("th", { scope: "col" }, text)))),
      make("tbody", {}, ...rows.map((row) => make("tr", { title: at(row, "reference") }, make("th", { scope: "row" }, measure(at(row, "property"))),
        make("td", {}, number(kernel.properties[at(row, "property")] ?? this.row(kernel, at(row, "property")), 3)),
        make("td", {}, value(row, "median_kernels")), make("td", {}, value(row, "median_cells")), make("td", {}, value(row, "ks_similarity")), make("td", {}, value(row, "p_adjusted")))))),
      make("p", { class: "quiet" }, "Kernels and cells: their medians. Alike: 1 where both are distributed alike, 0 where they do not overlap (Kolmogorov–Smirnov). p: corrected for all rows (Holm).")));
  }

  repaint() {
    if (!this.listing) return;
    const { chosen } = this;
    this.show(this.listing);
    this.choose(chosen, false);
  }
}
