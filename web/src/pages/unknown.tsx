import { text } from "../catalogue/text";
import { Link } from "../parts/link";
import { address_of } from "../router";
import { useTitle } from "../title";

export function UnknownPage() {
  useTitle(text("app.unknown_page"));
  return (
    <div class="empty_note">
      <h1>{text("app.unknown_page")}</h1>
      <p>{text("app.unknown_page_detail")}</p>
      <Link to={address_of.work} class="button">
        {text("app.back_to_work")}
      </Link>
    </div>
  );
}
