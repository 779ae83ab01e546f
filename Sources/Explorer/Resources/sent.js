// A walk that was sent: units' arithmetic from the numbers in the page, term by term as the program works it out.
import { unpack } from "./numbers.js";
import { EmbeddedProvider } from "./provider.js";

/** Terms of a sum that are listed. */
const mostTerms = 400;

export class SentProvider extends EmbeddedProvider {
  constructor(data) {
    super(data);
    this.unpacked = new Map();
  }

  /** Numbers of the page, unpacked once. */
  numbers(packed) {
    if (!packed) return null;
    if (!this.unpacked.has(packed)) this.unpacked.set(packed, unpack(packed));
    return this.unpacked.get(packed);
  }

  /** A layer's activations; those of −1 are the picture as the network takes it. */
  array(layer) {
    const { shape, values } = this.numbers(layer < 0 ? this.data.taken : this.data.layers[layer].activations);
    return { channels: shape[0], height: shape[1], width: shape[2], values };
  }

  async unit(_, { layer, channel, row, column }) {
    const rule = await this.have(this.data.rules[layer]);
    const own = this.array(layer);
    const index = (channel * own.height + row) * own.width + column;
    const field = fieldOf(rule.fields, own, row, column);
    const account = {
      layer, channel, row, column, value: own.values[index], field, strict: rule.strict ? fieldOf(rule.strict, own, row, column) : field,
      kind: rule.kind, source: rule.source, channels: [], terms: [], termCount: 0, note: rule.note,
    };
    const read = rule.kind === "opaque" ? null : this.array(rule.source);
    if (rule.window) this.window(account, rule, own, read);
    else if (rule.kind === "function" || rule.kind === "derivative") this.mapping(account, rule, read, index);
    else if (rule.kind === "sum") this.sum(account, rule, read, index);
    return account;
  }

  /** Products of a window over each channel that is read, the largest sums first; of a pool the window alone. */
  window(account, rule, own, read) {
    const { channel } = account;
    const { reach, first, size } = windowOf(rule, own, read, account);
    const isPool = rule.kind !== "window";
    const taps = reach.height * reach.width;
    const weights = this.numbers(rule.weights)?.values;
    for (let slot = 0; slot < size; slot++) {
      const one = { channel: first + slot, inputs: [], weights: [], products: [], sum: 0 };
      for (let tap = 0; tap < taps; tap++) {
        const at = tapIndex(reach, read, one.channel, tap);
        one.inputs.push(at === null ? null : read.values[at]);
        one.weights.push(isPool ? null : weights[(channel * size + slot) * taps + tap]);
      }
      if (isPool) one.weights = shares(rule.kind, one.inputs);
      one.products = one.inputs.map((input, tap) => (input === null ? null : Math.fround(input * one.weights[tap])));
      one.sum = one.inputs.reduce((sum, input, tap) => (input === null ? sum : sum + input * one.weights[tap]), 0);
      account.channels.push(one);
    }
    account.channels.sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum) || a.channel - b.channel);
    account.reach = reach;
    account.termCount = account.channels.reduce((count, one) => count + one.products.filter((product) => product !== null).length, 0);
    account.sum = account.channels.reduce((sum, one) => sum + one.sum, 0);
    account.bias = this.numbers(rule.bias)?.values[channel];
  }

  mapping(account, rule, read, index) {
    const value = read.values[index];
    const weight = this.slope(rule, value, index);
    const isTold = weight !== 0 || rule.kind === "function";
    account.terms = isTold ? [{ ...place(read, index), value, weight, product: Math.fround(value * weight) }] : [];
    account.termCount = account.terms.length;
    if (rule.kind === "derivative") account.sum = value * weight;
  }

  /** The derivative of a function of one number; that of a rectifier is not on the page. */
  slope(rule, value, index) { return rule.weights ? this.numbers(rule.weights).values[index] : value > 0 ? 1 : 0; }

  sum(account, rule, read, index) {
    const { shape: [, count], values } = this.numbers(rule.weights);
    const terms = [];
    account.sum = 0;
    for (let i = 0; i < count; i++) {
      const weight = values[index * count + i];
      if (weight === 0) continue;
      const at = sourceIndex(rule, read, i);
      const value = read.values[at];
      account.sum += value * weight;
      terms.push({ ...place(read, at), value, weight, product: Math.fround(value * weight) });
    }
    account.termCount = terms.length;
    account.terms = terms.sort((a, b) => Math.abs(b.product) - Math.abs(a.product)).slice(0, mostTerms);
    account.bias = this.numbers(rule.bias)?.values[index];
  }

  /** The units through which most of a unit's value comes, by activation × derivative, as far back as the page has the arithmetic. */
  async paths(_, { layer, channel, row, column }) {
    const own = this.array(layer);
    let derivatives = new Float32Array(own.values.length);
    derivatives[(channel * own.height + row) * own.width + column] = 1;
    const steps = [];
    for (let here = layer; ;) {
      const rule = this.data.rules[here];
      if (rule.kind === "opaque") return { steps, gradient: null, note: "What comes before is not on this page; striate explore has it." };
      const read = this.array(rule.source);
      derivatives = this.derivatives(rule, this.array(here), read, derivatives);
      if (rule.source < 0) return { steps, gradient: { shape: [read.channels, read.height, read.width], values: derivatives }, note: null };
      here = rule.source;
      steps.push({ layer: here, units: strongest(read, derivatives) });
    }
  }

  /** Derivatives by what a layer reads, from those by its units. */
  derivatives(rule, own, read, by) {
    const found = new Float32Array(read.values.length);
    const weights = this.numbers(rule.weights);
    for (let index = 0; index < by.length; index++) {
      const part = by[index];
      if (part === 0) continue;
      if (rule.window) {
        const { channel, row, column } = place(own, index);
        const { reach, first, size } = windowOf(rule, own, read, { channel, row, column });
        const taps = reach.height * reach.width;
        for (let slot = 0; slot < size; slot++) {
          const at = Array.from({ length: taps }, (_, tap) => tapIndex(reach, read, first + slot, tap));
          const parts = rule.kind === "window" ? null : shares(rule.kind, at.map((i) => (i === null ? null : read.values[i])));
          for (let tap = 0; tap < taps; tap++) {
            if (at[tap] !== null) found[at[tap]] += part * (parts ? parts[tap] : weights.values[(channel * size + slot) * taps + tap]);
          }
        }
      } else if (rule.kind === "sum") {
        const [, count] = weights.shape;
        for (let i = 0; i < count; i++) found[sourceIndex(rule, read, i)] += part * weights.values[index * count + i];
      } else {
        found[index] += part * this.slope(rule, read.values[index], index);
      }
    }
    return found;
  }
}

/** Units of each layer that are shown of strong paths. */
const mostUnits = 5;

/** The units of largest |activation × derivative|, each with its share of their layer's sum. */
function strongest(array, derivatives) {
  const parts = derivatives.map((derivative, i) => Math.abs(array.values[i] * derivative));
  const all = Math.max(parts.reduce((sum, part) => sum + part, 0), Number.MIN_VALUE);
  const order = [...parts.keys()].filter((i) => parts[i] > 0).sort((a, b) => parts[b] - parts[a] || a - b);
  return order.slice(0, mostUnits).map((i) => ({ ...place(array, i), value: array.values[i], derivative: derivatives[i], share: parts[i] / all }));
}

/** A unit's window over what it reads, and the channels that it takes. */
function windowOf({ window, kind, group }, own, read, { channel, row, column }) {
  const reach = {
    height: window.height, width: window.width, row: window.rowStride * row - window.rowBefore, column: window.columnStride * column - window.columnBefore,
    rowStep: window.rowStep, columnStep: window.columnStep,
  };
  if (kind !== "window") return { reach, first: channel, size: 1 };
  const size = read.channels / group;
  return { reach, first: Math.floor(channel / (own.channels / group)) * size, size };
}

/** Where a tap of a window lies in what is read; `null` in the padding. */
function tapIndex(reach, read, channel, tap) {
  const [y, x] = [reach.row + Math.floor(tap / reach.width) * reach.rowStep, reach.column + (tap % reach.width) * reach.columnStep];
  return y >= 0 && y < read.height && x >= 0 && x < read.width ? (channel * read.height + y) * read.width + x : null;
}

/** Where an input of a sum lies in the layer before: vectors made of maps lie in the file's order. */
function sourceIndex(rule, read, i) {
  return rule.isLast ? (i % read.channels) * read.height * read.width + Math.floor(i / read.channels) : i;
}

/** How much of each input a pool takes: all of the first largest one, or of each the same. */
function shares(kind, inputs) {
  const inside = inputs.filter((input) => input !== null);
  const first = inputs.indexOf(Math.max(...inside));
  return inputs.map((input, tap) => (input === null ? 0 : kind === "mean" ? 1 / inside.length : tap === first ? 1 : 0));
}

function place({ height, width }, index) {
  return { channel: Math.floor(index / (height * width)), row: Math.floor(index / width) % height, column: index % width };
}

/** What a unit sees, as stretches of rows and of columns. */
function fieldOf({ rows, columns, isExact }, { height, width }, row, column) {
  const set = ({ sets, index }, along, count) => sets[index[index.length === count ? along : row * width + column]];
  return { rows: set(rows, row, height), columns: set(columns, column, width), isExact };
}
