// Changes the incoming route in a modeler as an administrator does: opens the file, drops one more step on the arrow between
// the check and the register, says who does it, and saves. The modeler is bpmn-js's own, in a real browser.
//
//   change_route.mjs FILE.bpmn OUT.bpmn

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { launch } from "./browser.mjs";

const kModeler = fileURLToPath(
  new URL("../../web/node_modules/bpmn-js/dist/bpmn-modeler.production.min.js", import.meta.url),
);

const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  await page.setContent("<div id='canvas' style='width:1500px;height:800px'></div>");
  await page.addScriptTag({ path: kModeler });
  const changed = await page.evaluate(
    async (xml) => {
      const modeler = new globalThis.BpmnJS({ container: "#canvas" });
      const { warnings } = await modeler.importXML(xml);
      if (warnings.length > 0) throw new Error(warnings.map((each) => each.message).join("; "));
      const elements = modeler.get("elementRegistry");
      const modeling = modeler.get("modeling");
      const arrow = elements.get("to_register");
      const [from, to] = [arrow.waypoints[0], arrow.waypoints[arrow.waypoints.length - 1]];
      const task = modeling.createShape(
        { type: "bpmn:UserTask" },
        { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 },
        arrow,
      );
      modeling.updateProperties(task, {
        id: "look",
        name: "Xem lại",
        "camunda:candidateGroups": "clerk",
        "camunda:formKey": "approve",
      });
      return (await modeler.saveXML({ format: true })).xml;
    },
    readFileSync(process.argv[2], "utf8"),
  );
  writeFileSync(process.argv[3], changed);
  console.log(`wrote ${process.argv[3]}`);
} catch (error) {
  console.log(`failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
