// A picture's way through a network: its layers as walls, what is pointed at outlined, what is picked explained.
import { activations } from "./provider.js";
import { complain, make, say } from "./page.js";
import { PictureView } from "./picture.js";
import { UnitPanel } from "./unit.js";
import { Wall, isLike } from "./walls.js";

export class Walk {
  constructor(provider, scene, { walls, panel, picture, guesses }) {
    [this.provider, this.scene, this.guessPlace, this.hasPreferred] = [provider, scene.network, guesses, scene.hasPreferred];
    this.arrays = new Map();
    this.trail = [];
    /** Where fields are outlined. */
    this.views = [new PictureView(picture)];
    this.panel = new UnitPanel(panel, this.scene, {
      go: (place) => this.choose(place), back: () => this.back(), forth: () => this.forth(), paths: (isShown) => this.paths(isShown),
      close: () => this.forget(),
    });
    const deed = {
      point: (place) => this.point(place), choose: (place) => this.choose(place), load: (index) => this.load(index),
      along: (place, step) => this.along(place, step),
    };
    const large = !scene.isSmall;
    const firstMap = this.scene.layers.findIndex((layer) => layer.isMap && layer.parameters > 0);
    this.walls = this.scene.layers.map((layer) => new Wall(layer, deed, !large || layer.index === firstMap || layer.index === this.scene.output));
    walls.replaceChildren(...this.walls.map((wall) => wall.element));
  }

  /** Takes what the network made of a picture: the guesses at once, the walls with the next frame. */
  show(picture) {
    this.picture = picture;
    this.showGuesses(picture);
    requestAnimationFrame(() => {
      if (this.picture !== picture) return;
      this.arrays.clear();
      for (const view of this.views) view.take(picture);
      picture.layers.forEach((layer, index) => this.take(index, layer));
      if (!picture.layers.length) for (const wall of this.walls) wall.renew();
      if (this.chosen) this.choose(this.chosen, true);
      this.changed?.();
    });
  }

  take(index, layer) {
    const array = activations(layer.activations);
    this.arrays.set(index, array);
    this.walls[index].show(array);
    return array;
  }

  /** A layer's activations, fetched when they are looked at. */
  async load(index) {
    if (this.arrays.has(index) || !this.picture) return this.arrays.get(index);
    const picture = this.picture;
    try {
      const layer = await this.provider.layer(picture.id, index);
      if (this.picture === picture) return this.take(index, layer);
    } catch (error) { complain(error); }
  }

  showGuesses({ guesses, isSoftmaxAdded }) {
    const best = guesses.reduce((a, b) => (b.probability > (a?.probability ?? -1) ? b : a), null);
    // Few classes stand side by side in their order, many as a list of the likeliest.
    const isFew = guesses.length <= 12 && guesses.every((guess) => guess.label.length <= 2);
    this.guessPlace.className = isFew ? "few" : "";
    this.guessPlace.replaceChildren(...(isFew ? guesses : guesses.slice(0, 6)).map((guess) => {
      const bar = make("span", { class: "bar plus" });
      bar.style[isFew ? "height" : "width"] = `${100 * guess.probability}%`;
      return make("li", { class: guess === best ? "best" : "", title: `score ${guess.score}` },
        make("span", { class: "class" }, guess.label), make("span", { class: "track" }, bar),
        make("span", { class: "part" }, isFew ? `${(100 * guess.probability).toFixed(guess.probability > 0.9995 ? 0 : 1)}%` : `${(100 * guess.probability).toFixed(1)} %`));
    }));
    this.guessPlace.closest(".card").hidden = !guesses.length;
    this.guessPlace.title = isSoftmaxAdded ? "softmax of the network's scores" : "";
    const second = [...guesses].sort((a, b) => b.probability - a.probability)[1];
    if (best) say(`First guess ${best.label}, ${(100 * best.probability).toFixed(0)} %` + (second ? `; second ${second.label}` : ""));
  }

  /** Outlines what a unit under the pointer sees; its exact field comes from the program, the last asked for. */
  async point(place) {
    this.pointed = place;
    if (!place || !this.picture) return this.outline();
    if (this.asking) return;
    this.asking = true;
    try {
      while (this.pointed && this.pointedField?.place !== this.pointed) {
        const asked = this.pointed;
        this.pointedField = { place: asked, account: await this.provider.unit(this.picture.id, asked) };
      }
      this.outline();
    } catch (error) { if (error.status !== 410) complain(error); } finally { this.asking = false; }
  }

  outline() {
    const fields = [];
    if (this.account) fields.push({ field: this.account.field, color: "chosen" });
    const isChosen = this.pointed && this.chosen && ["layer", "channel", "row", "column"].every((axis) => this.pointed[axis] === this.chosen[axis]);
    if (this.pointed && !isChosen && this.pointedField?.place === this.pointed) fields.push({ field: this.pointedField.account.field, color: "hover" });
    const seen = fields.filter(({ field }) => field.rows.length && field.columns.length);
    for (const view of this.views) view.outline(seen);
  }

  /** Picks a unit: its arithmetic in the panel, its inputs marked in the layer before. */
  async choose(place, isAgain = false) {
    const { layer, channel, row, column } = place;
    if (!isAgain && this.chosen && this.chosen.layer < layer) this.trail.length = 0;
    this.chosen = { layer, channel, row, column };
    const { chosen, picture } = this;
    try {
      const account = await this.provider.unit(picture.id, chosen);
      await Promise.all([...new Set([layer, account.source, ...account.terms.map((term) => term.layer), ...this.scene.layers[layer].readers])].filter((i) => i >= 0).map((i) => this.load(i)));
      if (this.chosen !== chosen || this.picture !== picture) return;
      this.account = account;
      if (!isAgain) this.panel.found = null;
      this.panel.show(account, this.arrays);
      complain(null);
      this.marks(null);
      this.outline();
      if (!isAgain) this.changed?.();
      if (this.hasPreferred) this.panel.showPreferred(await this.provider.preferred(layer, channel));
      if (this.panel.withPaths) await this.paths(true);
    } catch (error) { if (error.status !== 410) complain(error); }
  }

  /** From a unit to its input or its reader by keyboard: the focus goes along. */
  async along(place, step) {
    const isChosen = this.chosen && this.account && ["layer", "channel", "row", "column"].every((axis) => place[axis] === this.chosen[axis]);
    if (!isChosen) await this.choose(place);
    await (step < 0 ? this.back() : this.forth());
    const wall = this.walls[this.chosen.layer];
    if (wall === this.walls[place.layer]) return;
    const { channel, row, column } = this.chosen;
    if (!wall.isOpen) wall.open(true);
    wall.cursor = { channel, row, column };
    wall.board.focus();
  }

  /** Marks the unit, the window that it reads, and the units of strong paths. */
  marks(found) {
    const { account } = this;
    for (const wall of this.walls) {
      const marks = [];
      const { index } = wall.layer;
      if (index === account.layer) marks.push({ ...this.chosen, color: "chosen", weight: 3 });
      const array = this.arrays.get(index);
      if (index === account.source && account.reach && array && isLike(account.read, array)) {
        const { reach } = account;
        marks.push({ channels: account.channels.map((c) => c.channel), row: reach.row, column: reach.column, height: (reach.height - 1) * reach.rowStep + 1, width: (reach.width - 1) * reach.columnStep + 1, color: "chosen", weight: 1.5 });
      } else if (!found) {
        const terms = account.terms.filter((term) => term.layer === index).slice(0, 5);
        marks.push(...terms.map((term) => ({ ...term, color: "chosen", weight: 1.5 })));
      }
      const step = found?.steps.find((step) => step.layer === index);
      if (step) marks.push(...step.units.map((unit) => ({ ...unit, color: "path", weight: 1 + 3 * Math.sqrt(unit.share) })));
      wall.mark(marks);
    }
  }

  /** No unit is picked any more. */
  forget() {
    const wall = this.walls[this.chosen.layer];
    this.chosen = this.account = null;
    this.panel.empty();
    (wall.isOpen ? wall.board : wall.toggle).focus({ preventScroll: true });
    for (const wall of this.walls) wall.mark([]);
    this.outline();
    this.changed?.();
  }

  async paths(isShown) {
    if (!isShown) { this.panel.showPaths(null); return this.marks(null); }
    const { chosen, picture } = this;
    try {
      const found = await this.provider.paths(picture.id, chosen);
      if (this.chosen !== chosen || this.picture !== picture) return;
      this.panel.showPaths(found);
      this.marks(found);
    } catch (error) { complain(error); }
  }

  /** To the strongest input of the unit. */
  async back() {
    const { account } = this;
    if (!account || account.source === -1) return say("The picture comes before.");
    let place = null;
    if (account.channels.length) {
      const all = account.channels.flatMap((c) => c.products.map((product, tap) => ({ product, c, tap })).filter((p) => p.product !== null));
      const most = all.reduce((a, b) => (Math.abs(b.product) > Math.abs(a.product) ? b : a), all[0]);
      place = most && this.panel.inputPlace(account, most.c, most.tap);
    } else if (account.terms.length) {
      [place] = account.terms;
    }
    if (!place || place.layer < 0) return;
    this.trail.push(this.chosen);
    const trail = [...this.trail];
    await this.choose(place);
    this.trail = trail;
  }

  /** To where one came from, else to the unit at the same place of the next layer. */
  async forth() {
    const { account } = this;
    const readers = account ? this.scene.layers[account.layer].readers : [];
    if (!readers.length) return say("Nothing comes after.");
    const from = this.trail.pop();
    if (from && readers.includes(from.layer)) { const trail = [...this.trail]; await this.choose(from); this.trail = trail; return; }
    const [here, next] = [this.arrays.get(account.layer), await this.load(readers[0])];
    const row = Math.min(next.height - 1, Math.floor(((account.row + 0.5) * next.height) / here.height));
    const column = Math.min(next.width - 1, Math.floor(((account.column + 0.5) * next.width) / here.width));
    let channel = Math.min(account.channel, next.channels - 1);
    if (next.values.length !== here.values.length) {
      const value = (c) => Math.abs(next.values[(c * next.height + row) * next.width + column]);
      for (let c = 0; c < next.channels; c++) if (value(c) > value(channel)) channel = c;
    }
    await this.choose({ layer: readers[0], channel, row, column });
  }

  repaint() {
    for (const wall of this.walls) wall.paint();
    for (const view of this.views) view.paint();
    if (this.account) this.panel.refresh();
  }
}
