// process_viewer.ts: bpmn-js, loaded apart from the rest because few open it. Draws the deployed bytes as they are and marks
// the steps where the paper stands.

import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/diagram-js.css";

import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

interface Canvas {
  zoom(level: "fit-viewport", center?: "auto"): void;
  addMarker(element: string, marker: string): void;
}

// A file may hold steps that nobody drew.
interface Registry {
  get(element: string): unknown;
}

export async function open_viewer(
  place: HTMLElement,
  xml: string,
  active: string[],
): Promise<{ destroy: () => void }> {
  const viewer = new NavigatedViewer({ container: place });
  await viewer.importXML(xml);
  const canvas = viewer.get<Canvas>("canvas");
  canvas.zoom("fit-viewport", "auto");
  const drawn = viewer.get<Registry>("elementRegistry");
  for (const node of active) if (drawn.get(node)) canvas.addMarker(node, "current_step");
  return { destroy: () => viewer.destroy() };
}
