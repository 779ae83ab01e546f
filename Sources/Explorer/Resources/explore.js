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
    byId("version").textContent = scene.version;
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
    const show = latest(byId("guesses"), () => provider.drawing(this.drawing.bytes, this.drawing.side, byId("centred").checked), (picture) => this.walk.show(picture));
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
    const { pictures } = this.scene;
    for (const id of ["given", "cortex-given"]) {
      const list = byId(id);
      list.replaceChildren(...pictures.map((name, index) => make("option", { value: index }, name)));
      list.addEventListener("change", () => this.givePicture(Number(list.value)));
    }
    for (const id of ["file", "cortex-file"]) {
      byId(id).addEventListener("change", (event) => {
        const [file] = event.target.files;
        if (file) this.waitFor(async () => provider.photograph(await file.arrayBuffer()));
      });
    }
  }

  async givePicture(index) {
    if (!this.scene.pictures.length) return;
    for (const id of ["given", "cortex-given"]) byId(id).value = index;
    await this.waitFor(() => provider.given(index));
  }

  /** Takes a picture when it is there; what is shown meanwhile is pale. */
  async waitFor(work) {
    const card = byId("input").closest(".card");
    card.setAttribute("aria-busy", true);
    try { this.take(await work()); complain(null); } catch (error) { complain(error); } finally { card.setAttribute("aria-busy", false); }
  }

  take(picture) {
    if (this.walk && picture.id !== undefined && picture.id !== null && !byId("source-draw").checked) this.walk.show(picture);
    if (picture.photograph) { this.hasPhotograph = true; this.cortex.show(unpack(picture.photograph), picture.name); }
  }

  open(id) {
    if (id === "tab-network" && this.walk && !this.walk.picture) this.turnTo(this.scene.network.input[0] === 1);
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
