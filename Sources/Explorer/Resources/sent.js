// A walk that was sent: units' arithmetic from the numbers in the page, term by term as the program works it out.
import { unpack } from "./numbers.js";
import { EmbeddedProvider } from "./provider.js";
import { placeOf } from "./walls.js";

/** Terms of a sum that are listed. */
const mostTerms = 400;

export class SentProvider extends EmbeddedProvider {
  constructor(data) {
    super(data);
    [this.unpacked, this.views] = [new Map(), new Map()];
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

  /** What a layer reads: a layer's activations, under other axes where it reads them so; `home` says where in the layer each lies. */
  read(part) {
    if (this.views.has(part)) return this.views.get(part);
    const source = this.array(part.source);
    let view = { ...source, home: (index) => index };
    if (part.shape) {
      const [channels, height, width] = part.shape;
      const shape = { channels, height, width };
      const home = (index) => fromFile(part.isSourceLast, source, toFile(part.isLast, shape, index));
      view = { ...shape, home, values: source.values.map((_, index) => source.values[home(index)]) };
    }
    this.views.set(part, view);
    return view;
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
    if (rule.kind === "opaque") return account;
    const read = this.read(rule.parts[0]);
    account.read = [read.channels, read.height, read.width];
    if (rule.window) this.window(account, rule, own, read);
    else this.listed(account, rule, own, index);
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

  /** What is read, each with its weight or derivative. */
  listed(account, rule, own, index) {
    const terms = [];
    account.sum = 0;
    for (const part of rule.parts) {
      const read = this.read(part);
      const source = this.array(part.source);
      for (const [at, weight] of this.weighted(rule, part, own, read, index)) {
        if (weight === 0 && rule.kind !== "function") continue;
        const value = read.values[at];
        account.sum += value * weight;
        terms.push({ layer: part.source, ...placeOf(source, read.home(at)), value, weight, product: Math.fround(value * weight) });
      }
    }
    account.termCount = terms.length;
    account.terms = terms.sort((a, b) => Math.abs(b.product) - Math.abs(a.product)).slice(0, mostTerms);
    account.bias = this.numbers(rule.bias)?.values[index];
  }

  /** What a unit takes of a part: places that are read, each with the derivative of the unit by it. */
  weighted(rule, part, own, read, index) {
    const numbers = this.numbers(part.numbers ?? rule.weights)?.values;
    const all = (weight) => Array.from({ length: read.values.length }, (_, at) => [at, weight(at)]);
    const like = (weight) => { const at = stretched(own, read, index); return [[at, weight(at)]]; };
    switch (part.kind) {
      case "sloped": return like(() => part.slope ?? numbers[numbers.length === own.channels ? Math.floor(index / (own.height * own.width)) : index]);
      case "rectified": return like((at) => (read.values[at] > 0 ? 1 : 0));
      case "factor": return like(() => this.others(rule, part, own, index));
      case "softmax": return all((at) => own.values[index] * ((at === index ? 1 : 0) - own.values[at]));
      case "moved": {
        const at = numbers.indexOf(index + 1);
        return at < 0 ? [] : [[at, 1]];
      }
      case "pooled": {
        const area = read.height * read.width;
        return Array.from({ length: area }, (_, place) => [index * area + place, part.slope ?? numbers[index * area + place]]);
      }
      default: return all((at) => numbers[index * read.values.length + at]);
    }
  }

  /** The product of all factors but one. */
  others(rule, part, own, index) {
    return rule.parts.filter((other) => other !== part).reduce((product, other) => {
      const read = this.read(other);
      return product * read.values[stretched(own, read, index)];
    }, 1);
  }

  /**
   * The units through which most of a unit's value comes, by activation × derivative, through all that each layer reads, as
   * far back as the page has the arithmetic.
   */
  async paths(_, { layer, channel, row, column }) {
    const own = this.array(layer);
    const found = new Map([[layer, new Float32Array(own.values.length)]]);
    found.get(layer)[(channel * own.height + row) * own.width + column] = 1;
    const [steps, ends, unknown] = [[], [], new Set()];
    for (let here = layer; here >= 0; here--) {
      const by = found.get(here);
      if (!by && !unknown.has(here)) continue;
      if (by && here !== layer && !unknown.has(here)) steps.push({ layer: here, units: strongest(this.array(here), by) });
      const rule = this.data.rules[here];
      if (!rule || rule.kind === "opaque" || unknown.has(here)) {
        // Of what comes in by a way that is not known, only a part could be said.
        if (!unknown.has(here)) ends.push(this.data.scene.network.layers[here].name);
        for (const source of this.data.scene.network.layers[here].sources) unknown.add(source);
        continue;
      }
      for (const part of rule.parts) this.add(found, part, this.derivatives(rule, part, this.array(here), by));
    }
    const gradient = found.get(-1);
    const taken = this.array(-1);
    return {
      steps,
      gradient: gradient && !unknown.has(-1) ? { shape: [taken.channels, taken.height, taken.width], values: gradient } : null,
      note: ends.length ? `What comes before ${ends.join(", ")} is not on this page; striate explore has it.` : null,
    };
  }

  /** Adds derivatives by what is read to those by the layer whose values it has. */
  add(found, part, derivatives) {
    const { home } = this.read(part);
    if (!found.has(part.source)) found.set(part.source, new Float32Array(derivatives.length));
    const sum = found.get(part.source);
    derivatives.forEach((derivative, index) => { if (derivative) sum[home(index)] += derivative; });
  }

  /** Derivatives by one of the parts that a layer reads, from those by its units. */
  derivatives(rule, part, own, by) {
    const read = this.read(part);
    const found = new Float32Array(read.values.length);
    if (part.kind === "moved") {
      this.numbers(part.numbers).values.forEach((unit, at) => { if (unit > 0) found[at] = by[unit - 1]; });
      return found;
    }
    if (part.kind === "softmax") {
      const mean = by.reduce((sum, derivative, index) => sum + derivative * own.values[index], 0);
      return found.map((_, at) => own.values[at] * (by[at] - mean));
    }
    by.forEach((derivative, index) => {
      if (derivative === 0) return;
      const weighted = rule.window ? this.taps(rule, own, read, index) : this.weighted(rule, part, own, read, index);
      for (const [at, weight] of weighted) found[at] += derivative * weight;
    });
    return found;
  }

  /** What a unit's window takes: places that are read, each with its weight, or of a pool with its share. */
  taps(rule, own, read, index) {
    const { channel, row, column } = placeOf(own, index);
    const { reach, first, size } = windowOf(rule, own, read, { channel, row, column });
    const taps = reach.height * reach.width;
    const weights = this.numbers(rule.weights)?.values;
    const all = [];
    for (let slot = 0; slot < size; slot++) {
      const at = Array.from({ length: taps }, (_, tap) => tapIndex(reach, read, first + slot, tap));
      const parts = weights ? null : shares(rule.kind, at.map((i) => (i === null ? null : read.values[i])));
      at.forEach((i, tap) => { if (i !== null) all.push([i, parts ? parts[tap] : weights[(channel * size + slot) * taps + tap]]); });
    }
    return all;
  }
}

/** Units of each layer that are shown of strong paths. */
const mostUnits = 5;

/** The units of largest |activation × derivative|, each with its share of their layer's sum. */
function strongest(array, derivatives) {
  const parts = derivatives.map((derivative, i) => Math.abs(array.values[i] * derivative));
  const all = Math.max(parts.reduce((sum, part) => sum + part, 0), Number.MIN_VALUE);
  const order = [...parts.keys()].filter((i) => parts[i] > 0).sort((a, b) => parts[b] - parts[a] || a - b);
  return order.slice(0, mostUnits).map((i) => ({ ...placeOf(array, i), value: array.values[i], derivative: derivatives[i], share: parts[i] / all }));
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

/** The place that is read for a unit, where an axis of one place stands for all of it. */
function stretched(own, read, index) {
  if (own.values.length === read.values.length) return index;
  const { channel, row, column } = placeOf(own, index);
  return ((read.channels === 1 ? 0 : channel) * read.height + (read.height === 1 ? 0 : row)) * read.width + (read.width === 1 ? 0 : column);
}

/** Where a unit lies in the file's order, and back. */
function toFile(isLast, array, index) {
  if (!isLast) return index;
  const { channel, row, column } = placeOf(array, index);
  return (row * array.width + column) * array.channels + channel;
}

function fromFile(isLast, { channels, height, width }, place) {
  return isLast ? (place % channels) * height * width + Math.floor(place / channels) : place;
}

/** How much of each input a pool takes: all of the first largest one, or of each the same. */
function shares(kind, inputs) {
  const inside = inputs.filter((input) => input !== null);
  const first = inputs.indexOf(Math.max(...inside));
  return inputs.map((input, tap) => (input === null ? 0 : kind === "mean" ? 1 / inside.length : tap === first ? 1 : 0));
}

/** What a unit sees, as stretches of rows and of columns. */
function fieldOf({ rows, columns, isExact }, { height, width }, row, column) {
  const set = ({ sets, index }, along, count) => sets[index[index.length === count ? along : row * width + column]];
  return { rows: set(rows, row, height), columns: set(columns, column, width), isExact };
}
