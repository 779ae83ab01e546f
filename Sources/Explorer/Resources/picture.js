// The picture as the network takes it, with what a unit sees outlined.
import { unpack } from "./numbers.js";
import { accent, frame, pictureCanvas, sharp } from "./paint.js";

/** Pixels along each side of a drawing. */
export const drawnSide = 280;

export class PictureView {
  constructor(canvas) {
    this.canvas = canvas;
    this.input = null;
    this.fields = [];
    new ResizeObserver(() => this.paint()).observe(canvas.parentElement);
  }

  /** Shows what the network takes of a picture. */
  take(picture) {
    this.input = unpack(picture.input);
    this.small = pictureCanvas(this.input);
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
    outline(context, this.fields, { edge: 0, step: scale }, { edge: 0, step: scale });
  }
}

/** What units see, outlined on the drawing that the picture was made of. */
export class DrawingOutlines {
  constructor(canvas) {
    [this.canvas, this.fields, this.picture] = [canvas, [], null];
    new ResizeObserver(() => this.paint()).observe(canvas.parentElement);
  }

  /** Takes a picture with where it lies on the drawing; others are of no drawing. */
  take(picture) {
    this.picture = picture.placement ? picture : null;
    this.paint();
  }

  outline(fields) {
    this.fields = fields;
    this.paint();
  }

  paint() {
    const side = this.canvas.parentElement.clientWidth;
    if (!side) return;
    const context = sharp(this.canvas, side, side);
    if (!this.picture) return;
    const scale = side / drawnSide;
    const axis = ({ edge, step }) => ({ edge: edge * scale, step: step * scale });
    outline(context, this.fields, axis(this.picture.placement.x), axis(this.picture.placement.y));
  }
}

/** Frames around fields: of each axis where the picture's first pixel begins, and how large a pixel is. */
function outline(context, fields, x, y) {
  for (const { field, color } of fields) {
    // Stretches with holes between them are outlined one by one, as long as they are few.
    const few = field.rows.length * field.columns.length <= 400;
    const rows = few ? field.rows : [[field.rows[0][0], field.rows.at(-1)[1]]];
    const columns = few ? field.columns : [[field.columns[0][0], field.columns.at(-1)[1]]];
    for (const [top, bottom] of rows) {
      for (const [left, right] of columns) {
        frame(context, x.edge + left * x.step + 1, y.edge + top * y.step + 1, (right - left + 1) * x.step - 2, (bottom - top + 1) * y.step - 2, accent(color));
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
