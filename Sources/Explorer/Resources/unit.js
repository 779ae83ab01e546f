// One unit: what it sees, what it reads, and its arithmetic as numbers.
import { brief, largest, number, percent, unpack } from "./numbers.js";
import { inkText, isBright, mapCanvas, pictureCanvas, sharp } from "./paint.js";
import { make, say } from "./page.js";
import { fieldText } from "./picture.js";
import { isLike, placeOf, placeText } from "./walls.js";

/** Terms that are listed before the rest is summed up. */
const fewTerms = 12;

export class UnitPanel {
  /** @param deed `{go(place), back(), forth(), paths(isShown), close()}` */
  constructor(element, scene, deed) {
    [this.element, this.scene, this.deed] = [element, scene, deed];
    this.empty();
  }

  /** Fills the panel anew; the focus that was in it goes to what does the same as before, else to the heading. */
  fill(...content) {
    const { activeElement } = document;
    const had = this.element.contains(activeElement) && activeElement;
    this.element.replaceChildren(...content.filter((part) => part !== null && part !== undefined));
    if (!had) return;
    const same = had.id ? document.getElementById(had.id) : had.dataset.channel ? this.element.querySelector(`[data-channel="${had.dataset.channel}"]`) : null;
    (same && !same.disabled ? same : this.element.querySelector("h2")).focus({ preventScroll: true });
  }

  empty() {
    this.element.classList.remove("filled");
    this.fill(
      make("h2", { tabIndex: -1 }, "Any unit"),
      make("p", {}, "Point at a unit of any map: what it sees is outlined on the picture. Pick it, and its arithmetic is here: inputs, kernel, products, sum, bias."),
      make("p", { class: "quiet" }, "By keyboard: Tab to a layer, arrows to a unit, Enter to pick, [ and ] along the layers."));
  }

  /** The axes of the picture. */
  get picture() {
    const [channels, height, width] = this.scene.input;
    return { channels, height, width };
  }

  name(layer) { return layer < 0 ? "the picture" : this.scene.layers[layer].name; }

  /** Shows an account; `arrays` has what other layers gave. */
  show(account, arrays) {
    [this.account, this.arrays] = [account, arrays];
    const layer = this.scene.layers[account.layer];
    const array = arrays.get(account.layer);
    const isNew = this.channelOf !== account.layer;
    this.channelOf = account.layer;
    if (isNew || !account.channels.some((c) => c.channel === this.chosen)) this.chosen = account.channels[0]?.channel;
    const places = placeText(array, account);
    this.element.classList.add("filled");
    this.fill(
      make("div", { class: "unit-head" },
        make("h2", { tabIndex: -1 }, layer.name, make("span", { class: "place" }, places)),
        make("output", { class: "value", title: `${account.value}`, id: "unit-value" }, number(account.value))),
      make("div", { class: "buttons" },
        make("button", { type: "button", id: "back", disabled: account.source < -1, onclick: () => this.deed.back(), title: "To its strongest input ([)" }, "← input"),
        make("button", { type: "button", id: "forth", disabled: !layer.readers.length, onclick: () => this.deed.forth(), title: "To a unit that reads it (])" }, "reader →"),
        this.pathButton(),
        make("button", { type: "button", id: "close", onclick: () => this.deed.close() }, "close")),
      make("p", { id: "unit-field" }, `Sees ${fieldText(account.field)}`, this.isStrictWider(account) ? `; through global operations ${fieldText(account.strict)}` : "", "."),
      ...this.working(account), this.next(account), this.preferredPlace = make("div", { id: "preferred" }), this.pathPlace = make("div", { id: "paths" }),
      account.note ? make("p", { class: "quiet" }, account.note) : null);
    say(`${layer.name}, ${places}: ${number(account.value)}. Sees ${fieldText(account.field)}.`);
  }

  pathButton() {
    return make("button", {
      type: "button", id: "strong", "aria-pressed": Boolean(this.withPaths),
      onclick: (event) => {
        this.withPaths = !this.withPaths;
        event.target.setAttribute("aria-pressed", this.withPaths);
        this.deed.paths(this.withPaths);
      },
    }, "strong paths");
  }

  isStrictWider({ field, strict }) { return JSON.stringify(field) !== JSON.stringify(strict); }

  working(account) {
    switch (account.kind) {
      case "window": return [this.equation(account), ...this.windows(account)];
      case "largest": case "mean": return [this.pooling(account), ...this.windows(account)];
      case "sum": return [this.equation(account), this.terms(account)];
      case "function": return [this.mapping(account)];
      case "derivative": return account.channels.length ? [...this.windows(account)] : [
        make("p", {}, "What it reads, each with the derivative of this unit by it:"), this.terms(account)];
      default: return [];
    }
  }

  /** Σ products + bias = value. */
  equation({ sum, bias, value, termCount, source }) {
    const total = sum + (bias ?? 0);
    const off = Math.abs(total - value);
    return make("div", { class: "equation", id: "unit-sum" },
      make("p", {},
        make("span", {}, `Σ of ${termCount} products `, make("b", { title: `${sum}` }, number(sum, 6))),
        bias === undefined || bias === null ? null : make("span", {}, bias < 0 ? " − bias " : " + bias ", make("b", { title: `${bias}` }, number(Math.abs(bias), 6))),
        make("span", {}, " = ", make("b", { title: `${total}` }, number(total, 6)))),
      make("p", { class: "quiet" }, off <= 1e-4 * Math.max(1, Math.abs(value))
        ? `inputs from ${this.name(source)}; the network's own run gives ${number(value, 6)}`
        : `the network's own run gives ${number(value, 6)}: ${number(value - total)} comes of what is not listed`));
  }

  pooling({ kind, value, source }) {
    return make("div", { class: "equation", id: "unit-sum" }, make("p", {},
      kind === "largest" ? "The largest of its window in " : "The mean of its window in ", this.name(source), " is ", make("b", {}, number(value, 6))));
  }

  mapping({ terms, value, source, layer }) {
    const [term] = terms;
    return make("div", { class: "equation", id: "unit-sum" },
      make("p", {}, `${this.scene.layers[layer].op}(`, make("b", { title: `${term.value}` }, number(term.value, 6)), ") = ", make("b", { title: `${value}` }, number(value, 6))),
      make("p", { class: "quiet" }, `from ${this.name(source)}; here a change by 1 would change it by ${number(term.weight)}`));
  }

  /** The window over each channel of the layer before: which, and one of them as three grids. */
  windows(account) {
    const isPool = account.kind !== "window";
    const most = largest(account.channels.map((c) => c.sum));
    const list = account.channels.length > 1
      ? make("div", { class: "channels", role: "group", "aria-label": "Maps that it reads, by their sums" },
        ...account.channels.map((c) => make("button", {
          type: "button", class: "channel", "data-channel": c.channel, "aria-pressed": c.channel === this.chosen, title: `map ${c.channel}: ${c.sum}`,
          onclick: () => { this.chosen = c.channel; this.refresh(); },
        }, this.swatch(c.sum / most, `${c.channel}`))))
      : null;
    const channel = account.channels.find((c) => c.channel === this.chosen) ?? account.channels[0];
    const [rows, columns] = [account.reach.height, account.reach.width];
    const line = make("p", { class: "cell-line", "aria-live": "polite" }, isPool ? "" : `map ${channel.channel}: Σ = ${number(channel.sum, 6)}`);
    const grids = [["input", channel.inputs], ...(isPool ? [] : [["kernel", channel.weights], ["products", channel.products]])];
    return [
      list ? make("p", { class: "label" }, `${account.channels.length} maps of ${this.name(account.source)}, by their sums`) : null, list,
      make("div", { class: `grids${rows * columns > 49 ? " many" : ""}` }, ...grids.map(([name, values]) => this.grid(name, values, columns, account, channel, line))),
      line, this.everyNumber(account, channel),
    ].filter(Boolean);
  }

  swatch(part, text) {
    const label = make("span", { class: `swatch ${isBright(part) ? "on-bright" : "on-dark"}` }, text);
    label.style.background = inkText(part);
    return label;
  }

  grid(name, values, columns, account, channel, line) {
    const limit = largest(values);
    const table = make("table", { class: "grid" });
    const withText = values.length <= 49;
    for (let start = 0; start < values.length; start += columns) {
      const row = make("tr");
      values.slice(start, start + columns).forEach((value, i) => {
        const tap = start + i;
        const cell = make("td", { title: value === null ? "padding" : `${value}` }, withText ? (value === null ? "·" : brief(value)) : "");
        if (value === null || value === undefined) cell.className = "padding";
        else {
          cell.style.background = inkText(value / limit);
          cell.classList.add(isBright(value / limit) ? "on-bright" : "on-dark");
        }
        cell.addEventListener("pointerenter", () => { line.textContent = this.tapText(channel, tap); });
        if (name === "input" && value !== null && account.source >= 0) {
          cell.classList.add("way");
          cell.addEventListener("click", () => this.deed.go(this.inputPlace(account, channel, tap)));
        }
        row.append(cell);
      });
      table.append(row);
    }
    return make("figure", {}, make("figcaption", {}, name), table);
  }

  tapPlace({ reach }, channel, tap) {
    return { channel: channel.channel, row: reach.row + Math.floor(tap / reach.width) * reach.rowStep, column: reach.column + (tap % reach.width) * reach.columnStep };
  }

  /** The unit of the layer before that a tap reads, which may lie there under other axes. */
  inputPlace(account, channel, tap) {
    const place = this.tapPlace(account, channel, tap);
    const array = this.arrays.get(account.source);
    if (!array || isLike(account.read, array)) return { layer: account.source, ...place };
    const [, height, width] = account.read;
    return { layer: account.source, ...placeOf(array, (place.channel * height + place.row) * width + place.column) };
  }

  tapText(channel, tap) {
    if (channel.inputs[tap] === null) return "padding: 0";
    return `${number(channel.inputs[tap])} × ${number(channel.weights[tap])} = ${number(channel.products[tap])}`;
  }

  /** The numbers behind the grids, for who reads them one by one. */
  everyNumber(account, channel) {
    const details = make("details", { open: Boolean(this.withNumbers) }, make("summary", { id: "every-number" }, "Every number"));
    details.addEventListener("toggle", () => {
      this.withNumbers = details.open;
      if (!details.open || details.querySelector("table")) return;
      const rows = channel.inputs.map((value, tap) => {
        const place = this.tapPlace(account, channel, tap);
        return [place.row, place.column, value, channel.weights[tap], channel.products[tap]].map((cell, i) => make("td", {}, cell === null || cell === undefined ? "padding" : i < 2 ? `${cell}` : number(cell, 7)));
      });
      details.append(make("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "Every number" }, make("table", { class: "numbers" },
        make("thead", {}, make("tr", {}, ...["row", "column", "input", "weight", "product"].map((text) => make("th", { scope: "col" }, text)))),
        make("tbody", {}, ...rows.map((cells) => make("tr", {}, ...cells))))));
    });
    return details;
  }

  /** Weighted inputs as bars, the largest first, and what the rest adds up to. */
  terms({ terms, termCount, sum, source, kind }) {
    const isMixed = terms.some((term) => term.layer !== source);
    const shown = terms.slice(0, fewTerms);
    const most = largest(shown.map((term) => term.product));
    const rows = shown.map((term) => {
      const bar = make("span", { class: `bar ${term.product < 0 ? "minus" : "plus"}` });
      bar.style.width = `${(100 * Math.abs(term.product)) / most}%`;
      const name = `${isMixed ? `${this.name(term.layer)} ` : ""}${placeText(term.layer < 0 ? this.picture : this.arrays.get(term.layer), term)}`;
      return make("tr", {},
        make("th", { scope: "row" }, term.layer < 0 ? name : make("button", { type: "button", class: "link", onclick: () => this.deed.go(term) }, name)),
        make("td", {}, number(term.value)), make("td", {}, number(term.weight)), make("td", { title: `${term.product}` }, number(term.product)),
        make("td", { class: "bars" }, bar));
    });
    const rest = sum - shown.reduce((all, term) => all + term.product, 0);
    if (termCount > shown.length) rows.push(make("tr", {}, make("th", { scope: "row" }, `${termCount - shown.length} more`), make("td"), make("td"), make("td", {}, number(rest)), make("td")));
    return make("div", { class: "scroll plain" }, make("table", { class: "numbers terms" },
      make("thead", {}, make("tr", {}, ...[isMixed ? "" : this.name(source), "input", kind === "sum" ? "weight" : "derivative", "product", ""].map((text) => make("th", { scope: "col" }, text)))),
      make("tbody", {}, ...rows)));
  }

  /** What is made of it next, where that is one number. */
  next({ layer, channel, row, column }) {
    const here = this.arrays.get(layer);
    const lines = this.scene.layers[layer].readers.flatMap((reader) => {
      const array = this.arrays.get(reader);
      if (!array || !here || array.values.length !== here.values.length || !this.scene.layers[reader].isPointwise) return [];
      const place = { layer: reader, channel, row, column };
      const value = array.values[(channel * array.height + row) * array.width + column];
      return [make("p", { class: "next" }, "Then ", make("button", { type: "button", class: "link", onclick: () => this.deed.go(place) }, this.scene.layers[reader].name), ` (${this.scene.layers[reader].op}): `, make("b", { title: `${value}` }, number(value, 6)))];
    });
    return make("div", { id: "unit-next" }, ...lines);
  }

  refresh() {
    this.show(this.account, this.arrays);
    if (this.patches) this.showPreferred(this.patches);
    if (this.found) this.showPaths(this.found);
  }

  /** The patches of pictures that drive the unit's channel most, as a run of `prefer` found them. */
  showPreferred(patches) {
    this.patches = patches;
    const { channel } = this.account;
    const side = patches.reduce((most, { pixels: { shape: [, height, width] } }) => Math.max(most, height, width), 1);
    const scale = Math.min(72 / side, 8);
    const name = this.scene.layers[this.account.layer].isMap ? `map ${channel}` : `unit ${channel}`;
    const [isMade, isFound] = [patches.some(({ image }) => image === undefined), patches.some(({ image }) => image !== undefined)];
    this.preferredPlace.replaceChildren(
      make("h3", {}, `What drives ${name} most`),
      patches.length ? make("div", { class: "trio" }, ...patches.map(({ image, value, row, column, pixels }) => {
        const [, height, width] = pixels.shape;
        const what = image === undefined ? "Made for it" : `Patch of ${image}`;
        const where = row === undefined ? what : `${what}, unit (${row}, ${column})`;
        const canvas = make("canvas", { role: "img", "aria-label": where, title: where });
        const context = sharp(canvas, width * scale, height * scale);
        context.imageSmoothingEnabled = scale < 1;
        context.drawImage(pictureCanvas(unpack(pixels)), 0, 0, width * scale, height * scale);
        return make("figure", {}, canvas, make("figcaption", { title: `${value}` }, image === undefined ? `made: ${number(value, 3)}` : number(value, 3)));
      })) : make("p", { class: "quiet" }, "The run did not look at it."),
      isMade ? make("p", { class: "quiet" }, "First the picture that the run made for it by gradient ascent, with its answer: mid grey is the background, the largest difference from it is full.") : "",
      isFound ? make("p", { class: "quiet" }, "Patches of the pictures that the run looked through, each what its unit sees, with its answer.") : "");
  }

  /** Strong paths: the units through which most comes, and what moves it in the picture. */
  showPaths(found) {
    this.found = found;
    if (!this.pathPlace) return;
    if (!found) return this.pathPlace.replaceChildren();
    this.pathPlace.replaceChildren(
      ...(found.gradient ? this.gradient(found.gradient) : []),
      make("h3", {}, "Strong paths, by activation × gradient"),
      !found.steps.length ? (found.note ? "" : make("p", {}, "It reads the picture itself."))
        : found.steps.some((step) => step.units.length) ? "" : make("p", {}, "None: a small change of what it reads does not change it."),
      make("ol", { class: "paths" }, ...found.steps.filter((step) => step.units.length).map((step) => make("li", {}, make("b", {}, this.name(step.layer)), " ",
        ...step.units.slice(0, 3).map((unit) => make("button", { type: "button", class: "link", onclick: () => this.deed.go({ layer: step.layer, ...unit }) },
          `${placeText(this.arrays.get(step.layer) ?? { height: 2, width: 2 }, unit)} ${percent(unit.share)}`))))),
      found.note ? make("p", { class: "quiet" }, found.note) : "");
  }

  /** What moves it in the picture. */
  gradient({ shape: [channels, height, width], values }) {
    const area = height * width;
    const sum = new Float32Array(area);
    for (let i = 0; i < values.length; i++) sum[i % area] += values[i];
    const heading = make("h3", { id: "moves" }, "Effective field: what moves it");
    // The smallest box outside of which nothing moves it.
    const [top, bottom, left, right] = sum.reduce(([a, b, c, d], value, i) => {
      if (value === 0) return [a, b, c, d];
      const [row, column] = [Math.floor(i / width), i % width];
      return [Math.min(a, row), Math.max(b, row), Math.min(c, column), Math.max(d, column)];
    }, [height, -1, width, -1]);
    if (bottom < 0) return [heading, make("p", {}, "Nothing: a small change of any pixel leaves it as it is.")];
    const place = `rows ${top} to ${bottom}, columns ${left} to ${right}`;
    const [rows, columns] = [bottom - top + 1, right - left + 1];
    const canvas = make("canvas", { role: "img", "aria-label": `Derivative of the unit by every pixel of ${place}` });
    const scale = Math.min(200 / columns, 200 / rows);
    const context = sharp(canvas, columns * scale, rows * scale);
    context.drawImage(mapCanvas(sum, 0, height, width, largest(sum)), left, top, columns, rows, 0, 0, columns * scale, rows * scale);
    return [
      heading,
      make("figure", {}, canvas, make("figcaption", {}, `∂unit/∂pixel of ${place}${channels > 1 ? ", colours summed" : ""}: orange raises it, blue lowers it`)),
    ];
  }
}
