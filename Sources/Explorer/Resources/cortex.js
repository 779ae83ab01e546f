// A photograph in the visual field and on the flattened cortex; the fixation is dragged, and the map follows.
import { number, unpack } from "./numbers.js";
import { accent, pictureCanvas, sharp } from "./paint.js";
import { byId, complain, say } from "./page.js";

export class CortexView {
  constructor(provider) {
    this.provider = provider;
    this.field = byId("field");
    this.sheet = byId("sheet");
    this.sheets = new Map();
    this.fixation = null;
    for (const id of ["cortex-map", "cortex-degrees"]) byId(id).addEventListener("change", () => this.load());
    this.field.addEventListener("pointerdown", (event) => { this.field.setPointerCapture(event.pointerId); this.isDragged = true; this.look(event); });
    this.field.addEventListener("pointermove", (event) => { if (this.isDragged) this.look(event); });
    for (const name of ["pointerup", "pointercancel"]) this.field.addEventListener(name, () => { this.isDragged = false; this.tell(); });
    this.field.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.paint()).observe(this.field.parentElement);
  }

  /** Takes a photograph, channel × row × column, made small of one of so many columns. */
  show(photograph, columns) {
    this.photograph = photograph;
    this.step = columns / photograph.shape[2];
    this.small = pictureCanvas(photograph);
    const [, height, width] = photograph.shape;
    this.pixels = this.small.getContext("2d").getImageData(0, 0, width, height).data;
    this.fixation = { x: (width - 1) / 2, y: (height - 1) / 2 };
    this.load();
  }

  get degrees() { return Number(byId("cortex-degrees").value); }

  async load() {
    if (!this.photograph) return;
    const [, height, width] = this.photograph.shape;
    const reach = Math.min(90, Math.ceil((0.8 * this.degrees * Math.hypot(width, height)) / width));
    const key = `${byId("cortex-map").value}:${reach}`;
    try {
      if (!this.sheets.has(key)) {
        const [map, up] = key.split(":");
        const sheet = await this.provider.cortex(map, Number(up));
        this.sheets.set(key, { ...sheet, places: unpack(sheet.degrees) });
      }
      this.current = this.sheets.get(key);
      this.paint();
    } catch (error) { complain(error); }
  }

  look(event) {
    const box = this.field.getBoundingClientRect();
    const [, height, width] = this.photograph.shape;
    this.move(((event.clientX - box.left) * width) / box.width - 0.5, ((event.clientY - box.top) * height) / box.height - 0.5);
  }

  move(x, y) {
    const [, height, width] = this.photograph.shape;
    this.fixation = { x: Math.max(0, Math.min(width - 1, x)), y: Math.max(0, Math.min(height - 1, y)) };
    if (!this.isWaiting) { this.isWaiting = true; requestAnimationFrame(() => { this.isWaiting = false; this.paint(); }); }
  }

  key(event) {
    const move = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (!move || !this.fixation) return;
    event.preventDefault();
    const step = event.shiftKey ? 40 : 8;
    this.move(this.fixation.x + move[0] * step, this.fixation.y + move[1] * step);
    this.tell();
  }

  tell() {
    if (this.fixation) say(this.fixationText);
  }

  /** In pixels of the photograph as it was, as `map --fixation` takes them. */
  get fixationText() {
    const pixel = (place) => Math.round((place + 0.5) * this.step - 0.5);
    return `Looking at pixel ${pixel(this.fixation.x)}, ${pixel(this.fixation.y)} (right, down).`;
  }

  paint() {
    if (!this.current || !this.photograph || !this.field.parentElement.clientWidth) return;
    this.paintField();
    this.paintSheet();
    byId("fixation").textContent = `${this.fixationText} Cortex to a degree: ${this.current.magnification.map(([e, m]) => `${number(m, 3)} mm at ${e}°`).join(", ")}.`;
  }

  get pixelsPerDegree() { return this.photograph.shape[2] / this.degrees; }

  paintField() {
    const [, height, width] = this.photograph.shape;
    const room = this.field.parentElement.clientWidth;
    const scale = Math.min(room / width, 420 / height);
    const context = sharp(this.field, width * scale, height * scale);
    context.imageSmoothingEnabled = true;
    context.drawImage(this.small, 0, 0, width * scale, height * scale);
    const [x, y] = [(this.fixation.x + 0.5) * scale, (this.fixation.y + 0.5) * scale];
    for (const [color, weight] of [["#0009", 3], ["#fffd", 1.2]]) {
      context.strokeStyle = color;
      context.lineWidth = weight;
      for (const degrees of this.rings) {
        context.beginPath();
        context.arc(x, y, degrees * this.pixelsPerDegree * scale, 0, 2 * Math.PI);
        context.stroke();
      }
    }
    context.font = "600 12px system-ui, sans-serif";
    context.lineWidth = 3;
    for (const degrees of this.rings) {
      const at = [x + degrees * this.pixelsPerDegree * scale * 0.7071 + 2, y - degrees * this.pixelsPerDegree * scale * 0.7071];
      context.strokeStyle = "#000b"; context.strokeText(`${degrees}°`, ...at);
      context.fillStyle = "#fff"; context.fillText(`${degrees}°`, ...at);
    }
    context.beginPath();
    context.arc(x, y, 8, 0, 2 * Math.PI);
    context.fillStyle = accent("chosen"); context.fill();
    context.strokeStyle = "#fff"; context.lineWidth = 2.5; context.stroke();
  }

  get rings() { return [1, 2, 4, 8, 16, 32].filter((degrees) => degrees < this.degrees * 0.75); }

  paintSheet() {
    const { places, step, left, top } = this.current;
    const [, rows, columns] = places.shape;
    const [, height, width] = this.photograph.shape;
    const area = rows * columns;
    const canvas = new OffscreenCanvas(columns, rows);
    const context = canvas.getContext("2d");
    const image = context.createImageData(columns, rows);
    const { pixels, fixation, pixelsPerDegree } = this;
    for (let i = 0; i < area; i++) {
      const degrees = places.values[i];
      if (degrees > 999) continue;
      const x = Math.round(fixation.x + degrees * pixelsPerDegree);
      const y = Math.round(fixation.y - places.values[area + i] * pixelsPerDegree);
      const isInside = x >= 0 && y >= 0 && x < width && y < height;
      const from = 4 * (y * width + x);
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = isInside ? pixels[from + c] : 128;
      image.data[4 * i + 3] = isInside ? 255 : 60;
    }
    context.putImageData(image, 0, 0);
    const room = this.sheet.parentElement.clientWidth;
    const scale = Math.min(room / columns, 420 / rows);
    const shown = sharp(this.sheet, columns * scale, rows * scale + 24);
    shown.imageSmoothingEnabled = true;
    shown.drawImage(canvas, 0, 0, columns * scale, rows * scale);
    this.paintRings(shown, scale);
    const bar = 10;
    shown.fillStyle = shown.strokeStyle = accent("text");
    shown.lineWidth = 2;
    shown.beginPath();
    shown.moveTo(4, rows * scale + 12); shown.lineTo(4 + (bar / step) * scale, rows * scale + 12);
    shown.stroke();
    shown.font = "12px system-ui, sans-serif";
    shown.textAlign = "left";
    shown.fillText(`${bar} mm`, 10 + (bar / step) * scale, rows * scale + 16);
    shown.textAlign = "right";
    shown.fillText("left hemisphere | right hemisphere", columns * scale - 2, rows * scale + 16);
    this.origin = { left, top };
  }

  /** Where eccentricity crosses a ring, on the sheet. */
  paintRings(context, scale) {
    const { places } = this.current;
    const [, rows, columns] = places.shape;
    const area = rows * columns;
    const ring = (i) => (places.values[i] > 999 ? -1 : this.rings.filter((e) => Math.hypot(places.values[i], places.values[area + i]) >= e).length);
    context.fillStyle = "#fffc";
    for (let row = 0; row < rows; row++) {
      for (let column = 1; column < columns; column++) {
        const i = row * columns + column;
        const [a, b] = [ring(i - 1), ring(i)];
        if (a >= 0 && b >= 0 && a !== b && places.values[i] * places.values[i - 1] > 0) context.fillRect(column * scale, row * scale, 1.4, scale);
      }
    }
  }
}
