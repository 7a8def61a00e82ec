import { render } from "preact";

import "./style/base.css";
import "./style/controls.css";
import "./style/dialogs.css";
import "./style/shell.css";
import "./style/gate.css";
import "./style/work.css";
import "./style/viewer.css";
import "./style/document.css";
import "./style/process.css";
import "./style/fields.css";
import "./style/findings.css";
import "./style/table_check.css";
import "./style/lists.css";
import "./style/search.css";
import "./style/notices.css";
import "./style/rounds.css";
import "./style/stamped.css";

import { App } from "./app";
import { current_language } from "./catalogue/text";

document.documentElement.lang = current_language();
render(<App />, document.getElementById("app")!);
