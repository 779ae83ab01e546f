// Numbers: as they come, and as they are read.

/** A tensor packed as base 64 of 32-bit floats, lowest byte first: `{shape, values}`. */
export function unpack(packed) {
  const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(packed.data) : lettersOf(atob(packed.data));
  // Every machine that shows pages today has the lowest byte first.
  const values = new Float32Array(bytes.buffer);
  return { shape: packed.shape, values };
}

/** Letters as bytes, for browsers that do not read base 64 to bytes. */
function lettersOf(text) {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** The largest |value|, at least a hair. */
export function largest(values) {
  let most = 1e-12;
  for (const value of values) if (value !== null && Math.abs(value) > most) most = Math.abs(value);
  return most;
}

/** Four digits, a true minus sign. */
export function number(value, digits = 4) {
  if (value === null || value === undefined) return "";
  if (value === 0) return "0";
  const size = Math.abs(value);
  let text = size >= 1e6 || size < 1e-4 ? size.toExponential(digits - 2)
    : size >= 10 ** digits ? Math.round(size).toString() : size.toPrecision(digits);
  if (text.includes(".") && !text.includes("e")) text = text.replace(/\.?0+$/, "");
  return (value < 0 ? "\u2212" : "") + text;
}

/** As short as a small cell needs it: `.12`, `1.3`, `24`. */
export function brief(value) {
  if (value === null || value === undefined) return "";
  const size = Math.abs(value);
  let text = size >= 9.95 ? Math.round(size).toString() : size >= 0.995 ? size.toFixed(1) : size.toFixed(2).slice(1);
  if (/^[.0]+$/.test(text)) text = "0";
  return (value < 0 && text !== "0" ? "\u2212" : "") + text;
}

/** `12 %`. */
export function percent(part) {
  return part >= 0.0995 ? `${(100 * part).toFixed(0)} %` : `${(100 * part).toFixed(1)} %`;
}

/** `6 × 28 × 28`. */
export function sizes(values) { return values.join(" × "); }
