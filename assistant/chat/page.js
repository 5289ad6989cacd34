// A marker opens its proof: the place it points to, with everything folded around it. Nothing else needs a script.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#proof-"]');
  const proof = link && document.getElementById(link.getAttribute("href").slice(1));
  if (!proof) return;
  event.preventDefault();
  for (let around = proof; around; around = around.parentElement) {
    if (around.tagName === "DETAILS") around.open = true;
  }
  document.querySelectorAll(".proof.chosen").forEach((other) => other.classList.remove("chosen"));
  proof.classList.add("chosen");
  proof.scrollIntoView({ block: "nearest", behavior: "smooth" });
  proof.querySelector("summary").focus({ preventScroll: true });
}, true);

// A point of the timeline, or a step of a change, opens its sentence beside the table; as a link it opens in a new page.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.point, a.step");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const place = new URLSearchParams(link.getAttribute("href"));
  const chosen = document.querySelector("#chosen textarea, #chosen input");
  chosen.value = `${place.get("statement")}:${place.get("passage")}`;
  chosen.dispatchEvent(new InputEvent("input", { bubbles: true }));
  chosen.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true }));
}, true);

// Gradio's tables choose a cell by mouse alone: Enter does what a click does.
document.addEventListener("keydown", (event) => {
  const cell = event.key === "Enter" && document.activeElement.matches('[role="gridcell"]') && document.activeElement;
  if (!cell) return;
  event.preventDefault();
  event.stopPropagation();
  for (const kind of ["mousedown", "mouseup", "click"]) {
    cell.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true, view: window }));
  }
}, true);

// What was opened comes into view: on a narrow page it stands below the table.
let opening = false;
document.addEventListener("click", (event) => {
  opening ||= Boolean(event.target.closest?.("a.point, a.step, #positions-table :is(td, [role=gridcell])"));
}, true);
function showOpened(changes) {
  if (!opening || !changes.some((change) => change.target.closest?.("#opened"))) return;
  opening = false;
  requestAnimationFrame(() => document.querySelector("#opened").scrollIntoView({ block: innerWidth < 900 ? "start" : "nearest", behavior: "smooth" }));
}

// A citation is copied in one click; where the browser has no clipboard for us, it is shown to be copied by hand.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("button.copy");
  if (!button) return;
  const label = button.dataset.label ??= button.textContent;
  const text = button.parentElement.querySelector(".citation").textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = WORDS.copied;
    tell(WORDS.copied);
  } catch {
    button.parentElement.querySelector(".citation").style.display = "block";
  }
  setTimeout(() => { button.textContent = label; }, 2000);
});

// The whole article opens at its marked place.
document.addEventListener("toggle", (event) => {
  const article = event.target.open && event.target.matches?.(".whole") && event.target.querySelector(".article");
  const mark = article && article.querySelector("mark");
  if (!mark) return;
  article.scrollTop = mark.getBoundingClientRect().top - article.getBoundingClientRect().top - article.clientHeight / 3;
  article.scrollIntoView({ block: "nearest", behavior: "smooth" });
}, true);

// What Gradio says to screen readers, mended: it labels each message with its source text, entities and all, where the
// text itself is the better thing to read; it calls the examples a list, though they are buttons; and it leaves the
// fields of dates, their buttons, and the search of a table without a name.
function mendLabels() {
  document.querySelectorAll('#chat [data-testid="bot"][aria-label], #chat [data-testid="user"][aria-label]')
    .forEach((message) => message.removeAttribute("aria-label"));
  document.querySelector('#chat .examples[role="list"]')?.setAttribute("role", "group");
  for (const [selector, kind, name] of [  // not by their titles, which Gradio gives in the browser's language
    ["#filters .toggle-button", "filters", WORDS.filters], ["#chat .extra-feedback .icon-button", "judge", WORDS.judge],
    ["#chat .icon-button:not(.extra-feedback .icon-button)", "renew", WORDS.renew],
  ]) {
    document.querySelectorAll(selector).forEach((button) => {
      if (button.getAttribute("aria-label") === name && button.classList.contains(kind)) return;
      button.setAttribute("aria-label", name);
      button.title = name;
      button.classList.add("worded", kind);
    });
  }
  const filters = document.querySelector("#filters:not([data-watched])");
  if (filters?.querySelector(".toggle-button")) {
    const expanded = () => filters.querySelector(".toggle-button").setAttribute("aria-expanded", filters.classList.contains("open"));
    filters.dataset.watched = "";
    new MutationObserver(expanded).observe(filters, { attributes: true, attributeFilter: ["class"] });
    expanded();
  }
  document.querySelectorAll("#proofs:not([role])").forEach((proofs) => {
    proofs.setAttribute("role", "region");
    proofs.setAttribute("aria-label", WORDS.proofs);
  });
  document.querySelectorAll(".search-input:not([aria-label])")
    .forEach((field) => field.setAttribute("aria-label", WORDS.search));
  document.querySelectorAll(".timebox").forEach((field) => {
    const name = field.parentElement.querySelector('[data-testid="block-info"]')?.textContent;
    field.querySelector("input:not([aria-label])")?.setAttribute("aria-label", name);
    field.querySelector("button:not([aria-label])")?.setAttribute("aria-label", WORDS.calendar.replace("{field}", name));
  });
}

// What changes on the page is told once and whole to who cannot see it: Gradio's log would tell each piece of a stream.
const heard = Object.assign(document.createElement("div"), { id: "heard", className: "unseen" });
heard.setAttribute("role", "status");
const shown = {};
function tell(text) {
  const words = (text ?? "").replace(/\s+/g, " ").trim();
  if (words && words !== heard.textContent) heard.textContent = words;
}
function tellChanges() {
  if (!heard.isConnected) document.body?.append(heard);
  const log = document.querySelector('#chat [role="log"]');
  if (log && log.getAttribute("aria-live") !== "off") {
    log.setAttribute("aria-live", "off");
    log.setAttribute("aria-label", WORDS.conversation);
  }
  const replies = document.querySelectorAll("#chat :is(.reading, .problem, .answer:not(.own-words), .abstention)");
  const reply = replies[replies.length - 1];
  const isWhole = document.querySelectorAll("#chat .footer").length === document.querySelectorAll("#chat .asked").length;
  const told = { reply: reply && (isWhole || reply.matches(".reading, .problem")) ? reply : null };
  for (const place of ["#found .count", "#found .note", "#positions-head .count", "#opened .said", "#results [role]"]) {
    told[place] = document.querySelector(place);
  }
  for (const [place, element] of Object.entries(told)) {
    if (!element?.checkVisibility() || element.textContent === shown[place]) continue;
    shown[place] = element.textContent;
    const links = [...element.querySelectorAll('a[target="_blank"]')].map((link) => link.innerText);
    tell(links.reduce((text, link) => text.replace(link, ""), element.innerText));
  }
}

// Chosen by keyboard, a question's button is gone when it is asked: the focus goes where the next one is typed.
document.addEventListener("click", (event) => {
  const gone = event.target.closest?.('#chat :is(button.example, .option, .icon-button.renew)');
  if (gone && event.detail === 0) document.querySelector("#question textarea").focus({ preventScroll: true });
}, true);

// Escape leads back: from an article to its source, from a source to its number in the answer, out of filters and menus.
document.addEventListener("keydown", (event) => {
  const here = document.activeElement;
  if (event.key !== "Escape" || here.matches('[role="combobox"][aria-expanded="true"]')) return;
  const menu = here.closest("#chat .extra-feedback");
  const whole = here.closest("details.whole[open]");
  const proof = here.closest("#proofs details.proof");
  if (menu) {
    menu.querySelector("button").focus();
    menu.dataset.shut = "";
    menu.addEventListener("focusout", () => delete menu.dataset.shut, { once: true });
  } else if (whole) {
    whole.open = false;
    whole.querySelector("summary").focus();
  } else if (proof) {
    (document.querySelector(`#chat a[href="#${proof.id}"]`) ?? document.querySelector("#question textarea")).focus();
  } else if (here.closest("#filters.open, .sidebar.open")) {
    const button = document.querySelector("#filters .toggle-button");
    button.click();
    button.focus();
  }
});

// On a narrow page the conversation grows downwards: what was just asked comes into view, its answer under it.
let asked = 0;
function showAsked() {
  const all = document.querySelectorAll("#chat .asked");
  if (all.length > asked && innerWidth < 900) all[all.length - 1].scrollIntoView({ block: "start" });
  asked = all.length;
}
addEventListener("scroll", () => {
  const head = document.querySelector("#masthead");
  document.querySelector("#filters")?.toggleAttribute("data-scrolled", Boolean(head) && head.getBoundingClientRect().bottom < 40);
}, { passive: true, capture: true });

// The address is that of the last question, so that loading the page again, or sending the address, asks it again.
let addressed = null;
function keepAddress() {
  const links = document.querySelectorAll('#chat .footer a[href^="?q="]');
  const link = links.length ? links[links.length - 1].getAttribute("href") : null;
  if (link === addressed || (!link && document.querySelector("#chat .asked"))) return;
  history.replaceState(history.state, "", link ?? location.pathname);
  addressed = link;
}

new MutationObserver((changes) => { mendLabels(); tellChanges(); showOpened(changes); showAsked(); keepAddress(); })
  .observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"] });
