// The page of a walk that was sent.
import { byId } from "./page.js";
import { SentProvider } from "./sent.js";
import { Walk } from "./walk.js";

/** Shows the page. */
function start() {
  const data = JSON.parse(byId("sent").textContent);
  const { scene } = data;
  const isThere = (layer) => data.layers[layer] !== undefined;
  for (const layer of scene.network.layers) layer.readers = layer.readers.filter(isThere);
  const walk = new Walk(new SentProvider(data), scene, { walls: byId("walls"), panel: byId("unit"), picture: byId("input"), guesses: byId("guesses") });
  for (const wall of walk.walls) {
    if (isThere(wall.layer.index)) continue;
    wall.open(false);
    wall.element.hidden = true;
  }
  byId("version").textContent = scene.version;
  byId("model").textContent = `${scene.model} on ${data.picture.name}`;
  byId("input-size").textContent = data.taken.shape.slice(1).join(" × ");
  byId("preprocessing").textContent = data.picture.preprocessing;
  byId("left-out").hidden = data.leftOut.length === 0;
  byId("left-out").textContent = `Left out, as the page would be too large: ${data.leftOut.join(", ")}. striate explore has all.`;
  const openAll = (isOpen) => walk.walls.filter((wall) => isThere(wall.layer.index)).forEach((wall) => wall.open(isOpen));
  byId("all").addEventListener("click", () => openAll(true));
  byId("none").addEventListener("click", () => openAll(false));
  byId("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const wasDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = wasDark ? "light" : "dark";
    walk.repaint();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => walk.repaint());
  walk.show(data.picture);
  return walk;
}

start();
