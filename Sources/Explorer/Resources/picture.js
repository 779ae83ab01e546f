// The picture as the network takes it, with what a unit sees outlined.
import { accent, frame, pictureCanvas, sharp } from "./paint.js";

export class PictureView {
  constructor(canvas) {
    this.canvas = canvas;
    this.input = null;
    this.fields = [];
    new ResizeObserver(() => this.paint()).observe(canvas.parentElement);
  }

  /** Shows a picture, channel × row × column. */
  show(input) {
    this.input = input;
    this.small = input && pictureCanvas(input);
    this.paint();
  }

  /** Outlines fields: `{field: {rows, columns}, color, pixel}`. */
  outline(fields) {
    this.fields = fields;
    this.paint();
  }

  paint() {
    if (!this.input) return;
    const [, height, width] = this.input.shape;
    const room = Math.max(this.canvas.parentElement.clientWidth, 60);
    const scale = Math.min(room / width, 360 / height);
    const context = sharp(this.canvas, width * scale, height * scale);
    context.imageSmoothingEnabled = scale < 2;
    context.drawImage(this.small, 0, 0, width * scale, height * scale);
    for (const { field, color } of this.fields) {
      // Stretches with holes between them are outlined one by one, as long as they are few.
      const few = field.rows.length * field.columns.length <= 400;
      const rows = few ? field.rows : [[field.rows[0][0], field.rows.at(-1)[1]]];
      const columns = few ? field.columns : [[field.columns[0][0], field.columns.at(-1)[1]]];
      for (const [top, bottom] of rows) {
        for (const [left, right] of columns) {
          frame(context, left * scale + 1, top * scale + 1, (right - left + 1) * scale - 2, (bottom - top + 1) * scale - 2, accent(color));
        }
      }
    }
  }
}

/** Rows 6 to 19 and columns 10 to 23, in words. */
export function fieldText({ rows, columns }) {
  if (!rows.length || !columns.length) return "nothing of the picture";
  const text = (parts, name) => {
    const [first, last] = [parts[0][0], parts.at(-1)[1]];
    const count = parts.reduce((sum, [a, b]) => sum + b - a + 1, 0);
    const holes = count < last - first + 1 ? `, ${last - first + 1 - count} holes among them` : "";
    return first === last ? `${name} ${first}` : `${name}s ${first} to ${last} (${last - first + 1}${holes})`;
  };
  return `${text(rows, "row")} and ${text(columns, "column")} of the picture`;
}
