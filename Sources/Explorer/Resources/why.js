// Why the network answers as it does: each pixel's part in a class's score, or in the unit that is picked, over the picture.
import { largest, number, percent, unpack } from "./numbers.js";
import { attributionCanvas, sharp } from "./paint.js";
import { byId, latest, make } from "./page.js";
import { placeText } from "./walls.js";

export class Why {
  constructor(provider, scene, walk) {
    [this.provider, this.walk, this.box] = [provider, walk, byId("why")];
    this.work = new Work();
    byId("why-stop").addEventListener("click", () => this.work.stop("Stopped."));
    byId("why-method").replaceChildren(...scene.methods.map((name) => make("option", { value: name }, name.replaceAll("-", " "))));
    this.targets();
    this.ask = latest(byId("why-words"), () => this.asked(), (found) => this.show(found));
    this.box.addEventListener("toggle", () => this.change());
    for (const id of ["why-method", "why-target", "why-checked"]) byId(id).addEventListener("change", () => this.change());
    new ResizeObserver(() => this.paint()).observe(byId("why-map").parentElement);
  }

  /** Another picture, or another unit. */
  change() {
    this.targets();
    this.work.stop(null);
    if (this.box.open && this.walk.picture) this.ask();
  }

  /** What may be explained: the first guess, the unit that is picked, each class. */
  targets() {
    const { picture, chosen } = this.walk;
    const count = picture?.classCount ?? 0;
    const unit = chosen && `${this.walk.scene.layers[chosen.layer].name}, ${placeText(this.walk.arrays.get(chosen.layer), chosen)}`;
    const key = `${count};${unit}`;
    if (this.key === key) return;
    this.key = key;
    const names = this.walk.scene.classes ?? [];
    const list = byId("why-target");
    const before = list.value;
    list.replaceChildren(
      ...(count ? [make("option", { value: "likeliest" }, "its first guess")] : []),
      make("option", { value: "unit", disabled: !unit }, unit ?? "a unit: pick one"),
      ...Array.from({ length: count }, (_, i) => make("option", { value: `${i}` }, names[i] ? `${i}: ${names[i]}` : `class ${i}`)));
    list.value = [...list.options].some((option) => option.value === before && !option.disabled) ? before : count ? "likeliest" : "unit";
  }

  asked() {
    const { picture, chosen } = this.walk;
    const target = byId("why-target").value;
    if (target === "unit" && !chosen) return null;
    const what = target === "unit" ? chosen : target === "likeliest" ? {} : { class: target };
    const question = { ...what, method: byId("why-method").value, checked: byId("why-checked").checked ? 1 : 0 };
    return this.work.follow((listener) => this.provider.explanation(picture.id, question, listener))
      .then((found) => (found.ended === undefined ? { ...found, picture } : found))
      .catch((error) => { if (error.status !== 410) return { trouble: error.message }; });
  }

  show(found) {
    if (found?.ended === null) return;
    const isThere = Boolean(found?.map);
    byId("why-map").hidden = !isThere;
    this.found = isThere ? { ...found, values: unpack(found.map).values, input: unpack(found.picture.input) } : null;
    if (!isThere) return byId("why-words").replaceChildren(
      make("p", { class: "quiet" }, found?.ended ?? found?.trouble ?? "Pick a unit of any map: it is explained here."),
      found?.ended ? make("button", { type: "button", onclick: () => this.change() }, "Ask again") : "");
    const { values, input: { shape: [, , width] } } = this.found;
    const most = largest(values);
    const place = values.findIndex((value) => Math.abs(value) >= most);
    const where = place < 0 ? "zero everywhere" : `the largest value is ${number(values[place])}, at row ${Math.floor(place / width)}, column ${place % width}`;
    byId("why-map").setAttribute("aria-label", `${found.method} of ${found.target}: ${where}`);
    const colours = found.method === "grad-cam" ? `Orange: where channels are active that raise ${found.target} on the whole, also where it does not look.`
      : found.sum === undefined ? `Orange: more of it would raise ${found.target}; blue: lower it.` : `Orange raises ${found.target}, blue lowers it.`;
    const facts = [["answer", found.answer], ["adds up to", found.sum], ["answer − baseline's", found.difference], ["their distance", found.error === undefined ? undefined : percent(found.error)], ["ρ, last layer permuted", found.lastLayer], ["ρ, all layers permuted", found.allLayers]];
    byId("why-words").replaceChildren(
      make("p", {}, place < 0 ? `For ${found.target} the map is zero everywhere.` : `${colours} Full from ±${number(found.limit, 3)} on; ${where}.`),
      make("dl", { class: "facts" }, ...facts.filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", { title: `${value}` }, typeof value === "string" ? value : number(value))))),
      found.isChecked ? make("p", { class: "quiet" }, "Spearman's ρ with the same map after weights have changed places: near 1, the map shows the picture more than what the network has learnt.") : "",
      make("p", { class: "quiet" }, found.sentence));
    this.paint();
  }

  paint() {
    if (!this.found || !byId("why-map").parentElement.clientWidth) return;
    const { input, values, limit } = this.found;
    const [, height, width] = input.shape;
    const scale = Math.min(Math.max(byId("why-map").parentElement.clientWidth, 60) / width, 360 / height);
    const context = sharp(byId("why-map"), width * scale, height * scale);
    context.imageSmoothingEnabled = scale < 2;
    context.drawImage(attributionCanvas(input, values, limit), 0, 0, width * scale, height * scale);
  }
}

/** What takes long: how far it is, once it has taken a while, and an end to it. */
class Work {
  /** Does something that hears `{done, count}` and a signal; gives what it gave, or `{ended}` with the reason why it was ended. */
  async follow(work) {
    const abort = this.abort = new AbortController();
    const began = performance.now();
    const heard = ({ done, count }) => {
      if (abort.signal.aborted || (byId("why-work").hidden && performance.now() - began < 300)) return;
      byId("why-work").hidden = false;
      [byId("why-part").max, byId("why-part").value] = [count, done];
      byId("why-runs").textContent = `${done} of ${count} runs`;
    };
    try { return await work({ heard, signal: abort.signal }); } catch (error) {
      if (!abort.signal.aborted) throw error;
      return { ended: abort.signal.reason };
    } finally {
      if (document.activeElement === byId("why-stop")) byId("why-method").focus();
      byId("why-work").hidden = true;
    }
  }

  /** Ends what is done; nothing is said without a reason. */
  stop(reason) { this.abort?.abort(reason); }
}
