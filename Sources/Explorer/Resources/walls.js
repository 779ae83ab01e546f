// A layer as a wall of its maps, every unit of which can be pointed at, by mouse, touch or keyboard.
import { number, sizes } from "./numbers.js";
import { accent, frame, isDark, mapCanvas, sharp } from "./paint.js";
import { make, say } from "./page.js";

/** Maps that are shown before all are asked for. */
const fewMaps = 64;

export class Wall {
  /**
   * @param layer as the scene lists it
   * @param deed `{point(place), choose(place), along(place, step), load(index)}`
   */
  constructor(layer, deed, isOpen) {
    [this.layer, this.deed, this.isOpen, this.isWhole] = [layer, deed, isOpen, false];
    this.marks = [];
    this.cursor = { channel: 0, row: 0, column: 0 };
    this.build();
  }

  build() {
    const { layer } = this;
    const id = `wall-${layer.index}`;
    const size = sizes(layer.shape.length > 1 ? layer.shape.slice(1) : layer.shape);
    const sees = layer.seesAll ? "sees all" : `sees ${layer.rows.size} × ${layer.columns.size}${layer.isExact ? "" : " at most"}`;
    this.toggle = make("button", {
      type: "button", class: "toggle", "aria-expanded": this.isOpen, "aria-controls": id,
      onclick: () => this.open(!this.isOpen),
    }, make("span", { class: "name" }, layer.name), make("span", { class: "op" }, layer.op), make("span", { class: "size" }, size));
    this.canvas = make("canvas", { "aria-hidden": "true" });
    this.over = make("canvas", { class: "over", "aria-hidden": "true" });
    this.board = make("div", {
      class: "board", tabIndex: 0, role: "application", "aria-roledescription": "wall of maps", "aria-label":
        `${layer.name}, ${size}. Arrows go from unit to unit, Page Up and Page Down from map to map, Enter picks, square brackets go to the layers before and after.`,
      onkeydown: (event) => this.key(event), onblur: () => this.point(null), onfocus: () => { if (this.board.matches(":focus-visible")) this.point(this.cursor); },
    }, this.canvas, this.over);
    this.more = make("button", { type: "button", class: "more", hidden: true, onclick: () => { this.isWhole = true; this.paint(); } });
    this.body = make("div", { id, class: "wall-body", hidden: !this.isOpen }, this.board, this.more);
    this.element = make("section", { class: "wall", "aria-label": `Layer ${layer.name}` },
      make("h3", {}, this.toggle),
      make("p", { class: "purpose" }, [layer.purpose, sees].filter(Boolean).join("; ")), this.body);
    this.element.dataset.layer = layer.name;
    this.board.addEventListener("pointermove", (event) => this.point(this.hit(event)));
    this.board.addEventListener("pointerleave", () => this.point(null));
    this.board.addEventListener("click", (event) => { const place = this.hit(event); if (place) this.choose(place); });
    new ResizeObserver(() => this.paint()).observe(this.body);
    this.sight = new IntersectionObserver((entries) => { this.isSeen = entries.at(-1).isIntersecting; this.look(); }, { rootMargin: "400px" });
    this.sight.observe(this.element);
  }

  /** Asks for what it shows, where it is open and in sight, or nearly. */
  look() {
    if (this.isOpen && this.isSeen) this.deed.load(this.layer.index);
  }

  /** Of another picture: what is in sight stays until that is there, what is not is forgotten. */
  renew() {
    if (this.isOpen && this.isSeen) return this.look();
    this.array = null;
    for (const canvas of [this.canvas, this.over]) canvas.getContext("2d").reset();
  }

  open(isOpen) {
    this.isOpen = isOpen;
    this.toggle.setAttribute("aria-expanded", isOpen);
    this.body.hidden = !isOpen;
    if (!isOpen) return this.point(null);
    // Where it lies is known when all that open with it have their room.
    this.isSeen = false;
    this.sight.unobserve(this.element);
    this.sight.observe(this.element);
  }

  /** Shows activations. */
  show(array) {
    this.array = array;
    this.tiles = null;
    this.paint();
  }

  /** Where tiles lie. */
  layout() {
    const { height, width, channels } = this.array;
    const room = Math.max(this.body.clientWidth, 120);
    const isUnits = height * width === 1;
    const goal = isUnits ? (channels > 256 ? 7 : channels > 24 ? 15 : 26) : 58;
    const unit = isUnits ? goal : Math.max(Math.min(Math.floor(goal / Math.max(height, width)) || goal / Math.max(height, width), 11), room < 400 ? 0.2 : 0.25);
    const wide = channels === 1 && !isUnits ? Math.min(room / width, Math.max(unit, 4), 240 / height) : unit;
    const gap = isUnits ? (goal > 10 ? 2 : 1) : 6;
    const [tileWidth, tileHeight] = [width * wide, height * wide];
    const columns = Math.max(1, Math.floor((room + gap) / (tileWidth + gap)));
    const shown = this.isWhole || isUnits ? channels : Math.min(channels, fewMaps);
    const rows = Math.ceil(shown / columns);
    return { unit: wide, gap, tileWidth, tileHeight, columns, shown, rows, isUnits,
      width: Math.min(columns, shown) * (tileWidth + gap) - gap, height: rows * (tileHeight + gap) - gap };
  }

  paint() {
    if (!this.array || !this.isOpen || this.body.clientWidth === 0) return;
    const { array } = this;
    const plan = this.plan = this.layout();
    const theme = isDark();
    if (!this.tiles || this.theme !== theme || this.tiles.length < plan.shown) {
      this.theme = theme;
      const area = array.height * array.width;
      this.tiles = Array.from({ length: plan.shown }, (_, c) => mapCanvas(array.values, c * area, array.height, array.width, array.limit));
    }
    const context = sharp(this.canvas, plan.width, plan.height);
    context.imageSmoothingEnabled = plan.unit < 1;
    for (let c = 0; c < plan.shown; c++) {
      const { x, y } = this.corner(c);
      context.drawImage(this.tiles[c], x, y, plan.tileWidth, plan.tileHeight);
      context.strokeStyle = accent("edge");
      context.lineWidth = 1;
      if (plan.tileWidth > 5) context.strokeRect(x + 0.5, y + 0.5, plan.tileWidth - 1, plan.tileHeight - 1);
    }
    this.more.hidden = plan.shown >= array.channels;
    this.more.textContent = `All ${array.channels} maps`;
    this.paintMarks();
  }

  corner(channel) {
    const { columns, tileWidth, tileHeight, gap } = this.plan;
    return { x: (channel % columns) * (tileWidth + gap), y: Math.floor(channel / columns) * (tileHeight + gap) };
  }

  /** Marks: `{channel, row, column, height, width, color, weight}`; without a channel, on every map. */
  mark(marks) {
    this.marks = marks;
    this.paintMarks();
  }

  paintMarks() {
    const { plan } = this;
    if (!plan || !this.array || !this.isOpen) return;
    const context = sharp(this.over, plan.width, plan.height);
    const all = this.pointed ? [...this.marks, { ...this.pointed, color: "hover", weight: 2 }] : this.marks;
    for (const mark of all) {
      for (const channel of mark.channels ?? [mark.channel]) {
        if (channel >= plan.shown) continue;
        const { x, y } = this.corner(channel);
        const [height, width] = [mark.height ?? 1, mark.width ?? 1];
        context.save();
        context.beginPath();
        context.rect(x - 3, y - 3, plan.tileWidth + 6, plan.tileHeight + 6);
        context.clip();
        frame(context, x + mark.column * plan.unit, y + mark.row * plan.unit, Math.max(width * plan.unit, 3), Math.max(height * plan.unit, 3), accent(mark.color), mark.weight ?? 2);
        context.restore();
      }
    }
  }

  /** The unit under a pointer. */
  hit(event) {
    const { plan, array } = this;
    if (!plan || !array) return null;
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const column = Math.floor(x / (plan.tileWidth + plan.gap));
    const channel = Math.floor(y / (plan.tileHeight + plan.gap)) * plan.columns + column;
    if (column < 0 || column >= plan.columns || channel < 0 || channel >= plan.shown) return null;
    const corner = this.corner(channel);
    const place = { channel, row: Math.floor((y - corner.y) / plan.unit), column: Math.floor((x - corner.x) / plan.unit) };
    return place.row >= 0 && place.row < array.height && place.column >= 0 && place.column < array.width ? place : null;
  }

  value({ channel, row, column }) {
    const { array } = this;
    return array.values[(channel * array.height + row) * array.width + column];
  }

  point(place) {
    if (place && this.pointed && ["channel", "row", "column"].every((axis) => place[axis] === this.pointed[axis])) return;
    this.pointed = place && this.array ? { ...place } : null;
    this.paintMarks();
    this.deed.point(this.pointed && { layer: this.layer.index, ...this.pointed });
  }

  choose(place) {
    this.cursor = { ...place };
    this.deed.choose({ layer: this.layer.index, ...place });
  }

  /** Says where the cursor is. */
  tell() {
    const { channel, row, column } = this.cursor;
    const where = this.plan?.isUnits ? `unit ${channel}` : `map ${channel}, row ${row}, column ${column}`;
    say(`${this.layer.name}, ${where}: ${number(this.value(this.cursor))}`);
  }

  key(event) {
    if (!this.array || !this.plan) return;
    const { array, cursor, plan } = this;
    const page = { PageDown: 1, PageUp: -1 }[event.key];
    const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key] ?? [0, 0];
    if (event.key === "Enter" || event.key === " ") this.choose(cursor);
    else if (event.key === "[" || event.key === "]") this.deed.along({ layer: this.layer.index, ...cursor }, event.key === "[" ? -1 : 1);
    else if (page || ((dx || dy) && plan.isUnits)) {
      const step = page ?? dx + dy * plan.columns;
      cursor.channel = Math.max(0, Math.min(plan.shown - 1, cursor.channel + step));
    } else if (dx || dy) {
      cursor.row = Math.max(0, Math.min(array.height - 1, cursor.row + dy));
      cursor.column = Math.max(0, Math.min(array.width - 1, cursor.column + dx));
    } else return;
    event.preventDefault();
    this.point({ ...cursor });
    this.tell();
  }
}

/** The unit at a place of an array's values. */
export function placeOf({ height, width }, index) {
  return { channel: Math.floor(index / (height * width)), row: Math.floor(index / width) % height, column: index % width };
}

/** Whether channels, rows and columns are those of an array. */
export function isLike([channels, height, width], array) {
  return channels === array.channels && height === array.height && width === array.width;
}

/** A short name of a unit: `map 3 (4, 5)`, or `unit 7`. */
export function placeText(array, { channel, row, column }) {
  if (!array || array.height * array.width === 1) return `unit ${channel}`;
  return array.channels === 1 ? `(${row}, ${column})` : `map ${channel} (${row}, ${column})`;
}

