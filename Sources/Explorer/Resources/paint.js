// Colours: 0 is the paper, positive is orange, negative is blue, in light and in dark; told apart by every kind of eye.
import { largest } from "./numbers.js";

const inks = {
  light: { paper: [255, 255, 255], plus: [[250, 190, 120], [222, 110, 20], [120, 45, 0]], minus: [[150, 195, 235], [40, 115, 190], [5, 45, 110]] },
  dark: { paper: [16, 21, 28], plus: [[120, 62, 10], [240, 140, 40], [255, 226, 170]], minus: [[20, 62, 110], [70, 150, 235], [195, 228, 255]] },
};

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** The colour of a part in [−1, 1]. */
export function ink(part) {
  const theme = inks[isDark() ? "dark" : "light"];
  const stops = [theme.paper, ...(part < 0 ? theme.minus : theme.plus)];
  const place = Math.min(Math.pow(Math.abs(part), 0.7), 1) * 3;
  const low = Math.min(Math.floor(place), 2);
  return stops[low].map((value, i) => value + (place - low) * (stops[low + 1][i] - value));
}

export function inkText(part) { return `rgb(${ink(part).map(Math.round).join(" ")})`; }

/** Whether writing on that colour is to be black. */
export function isBright(part) {
  const [r, g, b] = ink(part).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : Math.pow((v / 255 + 0.055) / 1.055, 2.4)));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18;
}

const table = { theme: null, colors: null };

/** 511 colours from −1 to 1. */
function colors() {
  const theme = isDark();
  if (table.theme !== theme) {
    table.theme = theme;
    // As a picture's bytes lie: red, green, blue, opaque.
    const bytes = new Uint8ClampedArray(511 * 4).fill(255);
    for (let i = 0; i < 511; i++) bytes.set(ink((i - 255) / 255), 4 * i);
    table.colors = new Uint32Array(bytes.buffer);
  }
  return table.colors;
}

/** A map, or a part of an array of them, as a small canvas of one pixel for each unit. */
export function mapCanvas(values, start, height, width, limit) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const lookup = colors();
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = lookup[Math.round(Math.max(-1, Math.min(1, values[start + i] / limit)) * 255) + 255];
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** A picture, channel × row × column from 0 to 1, as a small canvas. */
export function pictureCanvas({ shape: [channels, height, width], values }) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const area = height * width;
  for (let i = 0; i < area; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = 255 * values[(channels === 3 ? c : 0) * area + i];
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** A picture in pale grey, and over it in colour what a map of it says: orange above 0, blue below, full at the limit. */
export function attributionCanvas({ shape: [channels, height, width], values }, map, limit) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const area = height * width;
  const weights = channels === 3 ? [0.2126, 0.7152, 0.0722] : [1];
  for (let i = 0; i < area; i++) {
    const grey = 255 * (0.45 + 0.5 * weights.reduce((sum, weight, c) => sum + weight * values[c * area + i], 0));
    const part = limit > 0 ? Math.min(Math.abs(map[i]) / limit, 1) : 0;
    const full = map[i] < 0 ? [0, 70, 190] : [205, 75, 0];
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = grey + part * (full[c] - grey);
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** Signed numbers, channel × row × column: three channels in their colours around grey, others as their mean in ink. */
export function kernelCanvas({ shape: [channels, height, width], values }, limit = largest(values)) {
  const area = height * width;
  if (channels === 3) return pictureCanvas({ shape: [3, height, width], values: values.map((v) => 0.5 + 0.5 * v / limit) });
  const mean = new Float32Array(area);
  for (let i = 0; i < values.length; i++) mean[i % area] += values[i] / channels;
  return mapCanvas(mean, 0, height, width, channels === 1 ? limit : largest(mean));
}

/** Makes a canvas of a size on the page sharp, and hands out its context in the page's pixels. */
export function sharp(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  return context;
}

/** A frame that shows on light and on dark. */
export function frame(context, x, y, width, height, color, weight = 2) {
  context.lineJoin = "miter";
  context.strokeStyle = isDark() ? "#000" : "#fff";
  context.lineWidth = weight + 2;
  context.strokeRect(x, y, width, height);
  context.strokeStyle = color;
  context.lineWidth = weight;
  context.strokeRect(x, y, width, height);
}

export function accent(name) { return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim(); }
