// A canvas to draw on: with mouse, touch, stylus, or by keyboard.
import { say } from "./page.js";
import { drawnSide } from "./picture.js";

export class Drawing {
  /** @param changed is called after every piece of a stroke */
  constructor(canvas, changed) {
    [this.canvas, this.changed] = [canvas, changed];
    canvas.width = canvas.height = drawnSide;
    this.context = canvas.getContext("2d", { willReadFrequently: true });
    this.pen = { x: drawnSide / 2, y: drawnSide / 2, isDown: false };
    this.clear(false);
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("pointermove", (event) => this.go(event));
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => { this.last = null; });
    canvas.addEventListener("keydown", (event) => this.key(event));
    canvas.addEventListener("blur", () => { this.pen.isDown = false; canvas.parentElement.style.removeProperty("--pen"); });
  }

  clear(isTold = true) {
    this.context.fillStyle = "#000";
    this.context.fillRect(0, 0, drawnSide, drawnSide);
    this.mark(true);
    if (isTold) this.changed();
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) * drawnSide) / box.width, y: ((event.clientY - box.top) * drawnSide) / box.height };
  }

  begin(event) {
    event.preventDefault();
    this.canvas.focus();
    this.canvas.setPointerCapture(event.pointerId);
    this.last = this.place(event);
    this.stroke(this.last, this.last);
  }

  go(event) {
    if (!this.last) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const piece of events.length ? events : [event]) {
      const place = this.place(piece);
      this.stroke(this.last, place);
      this.last = place;
    }
  }

  stroke(from, to) {
    const { context } = this;
    context.strokeStyle = "#fff";
    context.lineWidth = drawnSide / 12;
    context.lineCap = context.lineJoin = "round";
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x + 0.01, to.y);
    context.stroke();
    this.mark(false);
    this.changed();
  }

  /** What to do stands on an empty canvas. */
  mark(isEmpty) {
    const hint = this.canvas.parentElement.querySelector(".hint");
    if (hint) hint.hidden = !isEmpty;
  }

  /** Arrows move the pen, Space puts it down or lifts it, Delete clears. */
  key(event) {
    const step = event.shiftKey ? 20 : 10;
    const move = { ArrowRight: [step, 0], ArrowLeft: [-step, 0], ArrowDown: [0, step], ArrowUp: [0, -step] }[event.key];
    const { pen } = this;
    if (event.key === " ") {
      pen.isDown = !pen.isDown;
      say(pen.isDown ? "pen down" : "pen up");
      if (pen.isDown) this.stroke(pen, pen);
    } else if (event.key === "Delete" || event.key === "Backspace") this.clear();
    else if (move) {
      const to = { x: Math.max(0, Math.min(drawnSide, pen.x + move[0])), y: Math.max(0, Math.min(drawnSide, pen.y + move[1])) };
      if (pen.isDown) this.stroke(pen, to);
      [pen.x, pen.y] = [to.x, to.y];
    } else return;
    event.preventDefault();
    this.showPen();
  }

  showPen() {
    const mark = this.canvas.parentElement.querySelector(".pen");
    if (!mark) return;
    mark.hidden = false;
    mark.style.left = `${(100 * this.pen.x) / drawnSide}%`;
    mark.style.top = `${(100 * this.pen.y) / drawnSide}%`;
    mark.classList.toggle("down", this.pen.isDown);
  }

  /** The drawing as bytes of grey, white on black, row by row. */
  get bytes() {
    const { data } = this.context.getImageData(0, 0, drawnSide, drawnSide);
    const grey = new Uint8Array(drawnSide * drawnSide);
    for (let i = 0; i < grey.length; i++) grey[i] = data[4 * i];
    return grey;
  }

  get side() { return drawnSide; }
}
