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
    const { window } = rule;
    const { channel, row, column } = account;
    const reach = {
      height: window.height, width: window.width, row: window.rowStride * row - window.rowBefore, column: window.columnStride * column - window.columnBefore,
      rowStep: window.rowStep, columnStep: window.columnStep,
    };
    const isPool = rule.kind !== "window";
    const size = isPool ? 1 : read.channels / rule.group;
    const first = isPool ? channel : Math.floor(channel / (own.channels / rule.group)) * size;
    const taps = reach.height * reach.width;
    const weights = this.numbers(rule.weights)?.values;
    for (let slot = 0; slot < size; slot++) {
      const one = { channel: first + slot, inputs: [], weights: [], products: [], sum: 0 };
      for (let tap = 0; tap < taps; tap++) {
        const [y, x] = [reach.row + Math.floor(tap / reach.width) * reach.rowStep, reach.column + (tap % reach.width) * reach.columnStep];
        const isInside = y >= 0 && y < read.height && x >= 0 && x < read.width;
        one.inputs.push(isInside ? read.values[(one.channel * read.height + y) * read.width + x] : null);
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
    const weight = rule.weights ? this.numbers(rule.weights).values[index] : value > 0 ? 1 : 0;
    const isTold = weight !== 0 || rule.kind === "function";
    account.terms = isTold ? [{ ...place(read, index), value, weight, product: Math.fround(value * weight) }] : [];
    account.termCount = account.terms.length;
    if (rule.kind === "derivative") account.sum = value * weight;
  }

  sum(account, rule, read, index) {
    const { shape: [, count], values } = this.numbers(rule.weights);
    const area = read.height * read.width;
    const terms = [];
    account.sum = 0;
    for (let i = 0; i < count; i++) {
      const weight = values[index * count + i];
      if (weight === 0) continue;
      // Where in the layer before: vectors made of maps lie in the file's order.
      const at = rule.isLast ? (i % read.channels) * area + Math.floor(i / read.channels) : i;
      const value = read.values[at];
      account.sum += value * weight;
      terms.push({ ...place(read, at), value, weight, product: Math.fround(value * weight) });
    }
    account.termCount = terms.length;
    account.terms = terms.sort((a, b) => Math.abs(b.product) - Math.abs(a.product)).slice(0, mostTerms);
    account.bias = this.numbers(rule.bias)?.values[index];
  }
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
