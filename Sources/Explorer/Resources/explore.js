// The page that the program serves: its views, and what goes from one to the other.
import { unpack } from "./numbers.js";
import { byId, complain, latest, make, tabs } from "./page.js";
import { LiveProvider } from "./provider.js";
import { Walk } from "./walk.js";
import { Why } from "./why.js";
import { DrawingOutlines } from "./picture.js";
import { Drawing } from "./drawing.js";
import { KernelsView } from "./kernels.js";
import { CortexView } from "./cortex.js";

const provider = new LiveProvider();

class Page {
  constructor(scene) {
    this.scene = scene;
    byId("model").textContent = scene.model;
    document.title = `${scene.model} – striate explore`;
    byId("version").textContent = scene.version;
    if (scene.note) byId("note").textContent = `No layers are shown. ${scene.note}`;
    byId("note").hidden = !scene.note;
    if (scene.network) this.startNetwork();
    if (scene.kernels) this.kernels = new KernelsView(provider, byId("kernels"));
    this.cortex = new CortexView(provider);
    byId("cortex-map").replaceChildren(...scene.maps.map((name) => make("option", { value: name }, name)));
    byId("tab-network").hidden = !scene.network;
    byId("tab-kernels").hidden = !scene.kernels;
    this.startPictures();
    const views = tabs(byId("tabs"), (id) => this.open(id));
    views.choose(scene.network ? "tab-network" : "tab-kernels");
    byId("theme").addEventListener("click", () => this.turn());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.repaint());
  }

  startNetwork() {
    const { network } = this.scene;
    this.walk = new Walk(provider, this.scene, { walls: byId("walls"), panel: byId("unit"), picture: byId("input"), guesses: byId("guesses") });
    this.walk.views.push(new DrawingOutlines(byId("drawn-fields")));
    const why = new Why(provider, this.scene, this.walk);
    this.walk.changed = () => {
      byId("preprocessing").textContent = this.walk.picture.preprocessing;
      why.change();
    };
    byId("input-size").textContent = `${network.input[1]} × ${network.input[2]}`;
    byId("assumed").hidden = !network.isSizeAssumed;
    const show = latest(byId("guesses"), () => provider.drawing(this.drawing.bytes, this.drawing.side, byId("centred").checked), (picture) => { if (byId("source-draw").checked) this.walk.show(picture); });
    this.drawing = new Drawing(byId("drawing"), show);
    byId("clear").addEventListener("click", () => this.drawing.clear());
    byId("centred").addEventListener("change", show);
    byId("all").addEventListener("click", () => this.walk.walls.forEach((wall) => wall.open(true)));
    byId("none").addEventListener("click", () => this.walk.walls.forEach((wall) => wall.open(false)));
    for (const id of ["source-draw", "source-photograph"]) byId(id).addEventListener("change", () => this.turnTo(byId("source-draw").checked));
    this.redraw = show;
  }

  /** Whether one draws, or looks at a photograph. */
  turnTo(isDrawn) {
    byId("source-draw").checked = isDrawn;
    byId("source-photograph").checked = !isDrawn;
    byId("draw-box").hidden = !isDrawn;
    byId("photograph-box").hidden = isDrawn;
    if (isDrawn) this.redraw(); else this.givePicture(Number(byId("given").value) || 0);
  }

  startPictures() {
    /** Pictures to choose from, those that were opened here last: their names, and how one is asked for. */
    this.pictures = this.scene.pictures.map((name, index) => ({ name, ask: () => provider.given(index) }));
    for (const id of ["given", "cortex-given"]) byId(id).addEventListener("change", (event) => this.givePicture(Number(event.target.value)));
    this.listPictures(0);
    for (const id of ["file", "cortex-file"]) {
      byId(id).addEventListener("change", ({ target }) => {
        const [file] = target.files;
        // So that the same file, changed, may be opened again.
        target.value = "";
        if (file) this.openPicture(file);
      });
    }
  }

  listPictures(chosen) {
    for (const id of ["given", "cortex-given"]) {
      byId(id).replaceChildren(...this.pictures.map(({ name }, index) => make("option", { value: index }, name)));
      byId(id).value = chosen;
    }
  }

  async givePicture(index) {
    if (!this.pictures.length) return;
    for (const id of ["given", "cortex-given"]) byId(id).value = index;
    await this.waitFor(this.pictures[index].ask);
  }

  /** Shows a picture of this machine, and lists it with the others: in place of an earlier one of the same name. */
  async openPicture(file) {
    const bytes = await file.arrayBuffer();
    const opened = { name: file.name, isOpened: true, ask: () => provider.photograph(bytes) };
    if (!await this.waitFor(opened.ask)) return;
    const earlier = this.pictures.findIndex(({ name, isOpened }) => isOpened && name === file.name);
    const place = earlier < 0 ? this.pictures.length : earlier;
    this.pictures[place] = opened;
    this.listPictures(place);
  }

  /** Takes a picture when it is there, unless another was asked for since; what is shown meanwhile is pale. Whether it was taken. */
  async waitFor(ask) {
    const card = byId("input").closest(".card");
    const asked = this.asked = {};
    card.setAttribute("aria-busy", true);
    const [picture, error] = await ask().then((picture) => [picture, null], (error) => [null, error]);
    if (this.asked !== asked) return false;
    card.setAttribute("aria-busy", false);
    complain(error);
    if (picture) this.take(picture);
    return Boolean(picture);
  }

  take(picture) {
    if (this.walk && picture.id !== undefined && picture.id !== null && !byId("source-draw").checked) this.walk.show(picture);
    if (picture.photograph) { this.hasPhotograph = true; this.cortex.show(unpack(picture.photograph), picture.photographWidth); }
  }

  open(id) {
    if (id === "tab-network" && this.walk && !this.walk.picture) this.turnTo(this.scene.network.input[0] === 1 && !this.scene.startsWithPicture);
    if (id === "tab-kernels") this.kernels.open();
    if (id === "tab-cortex") { if (this.hasPhotograph) this.cortex.paint(); else this.givePicture(0); }
  }

  /** From light to dark, or back. */
  turn() {
    const root = document.documentElement;
    const wasDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = wasDark ? "light" : "dark";
    this.repaint();
  }

  repaint() {
    this.walk?.repaint();
    this.kernels?.repaint();
    this.cortex.paint();
  }
}

provider.scene().then((scene) => new Page(scene)).catch(complain);
