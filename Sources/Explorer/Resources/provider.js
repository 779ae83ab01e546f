// Where numbers come from: the program that serves this page, or a page that was sent with all of them in it.
import { unpack } from "./numbers.js";

/** Asks the program. Names are relative to the page's address, which has the token in it. */
export class LiveProvider {
  constructor(base = "api/") { this.base = base; }

  async answer(name, query, settings) {
    const words = new URLSearchParams(query).toString();
    const answer = await fetch(`${this.base}${name}${words ? `?${words}` : ""}`, settings);
    if (answer.ok) return answer;
    const value = await answer.json().catch(() => ({ error: `the program answered ${answer.status}` }));
    throw Object.assign(new Error(value.error), { status: answer.status });
  }

  async ask(name, query = {}, body = null) {
    return (await this.answer(name, query, body === null ? {} : { method: "POST", body })).json();
  }

  /** Asks for what takes long: hears `{done, count}` now and then, and gives the last line; ends where the signal says so. */
  async follow(name, query, { heard, signal }) {
    const reader = (await this.answer(name, query, { signal })).body.pipeThrough(new TextDecoderStream()).getReader();
    let [text, last] = ["", null];
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      const lines = (text + value).split("\n");
      text = lines.pop();
      for (const line of lines) heard(last = JSON.parse(line));
    }
    if (last?.error) throw new Error(last.error);
    return last;
  }

  scene() { return this.ask("scene"); }
  drawing(bytes, side, centred) { return this.ask("drawing", { side, centred: centred ? 1 : 0 }, bytes); }
  photograph(file) { return this.ask("photograph", {}, file); }
  given(index) { return this.ask("given", { index }); }
  layer(picture, layer) { return this.ask("layer", { picture, layer }); }
  unit(picture, { layer, channel, row, column }) { return this.ask("unit", { picture, layer, channel, row, column }); }
  async paths(picture, { layer, channel, row, column }) {
    const found = await this.ask("paths", { picture, layer, channel, row, column });
    return { steps: found.steps, gradient: unpack(found.image), note: null };
  }
  async explanation(picture, question, listener) {
    const { found } = await this.follow("explanation", { picture, ...question }, listener);
    if (!found) throw new Error("the program ended before it was found");
    return found;
  }
  preferred(layer, channel) { return this.ask("preferred", { layer, channel }); }
  kernels() { return this.ask("kernels"); }
  cortex(map, reach) { return this.ask("cortex", { map, reach }); }
}

/** Reads what a page was sent with: `{scene, picture, layers: {index: …}}`; what is not in it cannot be asked. */
export class EmbeddedProvider {
  constructor(data) { this.data = data; }

  async have(value) {
    if (value === undefined) throw new Error("this page was sent without it; striate explore has it");
    return value;
  }

  scene() { return this.have(this.data.scene); }
  drawing() { return this.have(undefined); }
  photograph() { return this.have(undefined); }
  given() { return this.have(this.data.picture); }
  layer(_, layer) { return this.have(this.data.layers?.[layer]); }
  unit(_, { layer, channel, row, column }) { return this.have(this.data.units?.[`${layer}:${channel},${row},${column}`]); }
  kernels() { return this.have(this.data.kernels); }
  cortex(map) { return this.have(this.data.cortex?.[map]); }
}

/** A layer's activations as `{channels, height, width, values, limit}`. */
export function activations(packed) {
  const { shape, values } = unpack(packed);
  let limit = 1e-12;
  for (const value of values) limit = Math.max(limit, Math.abs(value));
  return { channels: shape[0], height: shape[1], width: shape[2], values, limit };
}
