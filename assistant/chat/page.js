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
// fields of dates, and their buttons, without a name.
function mendLabels() {
  document.querySelectorAll('#chat [data-testid="bot"][aria-label], #chat [data-testid="user"][aria-label]')
    .forEach((message) => message.removeAttribute("aria-label"));
  document.querySelector('#chat .examples[role="list"]')?.setAttribute("role", "group");
  document.querySelectorAll(".timebox").forEach((field) => {
    const name = field.parentElement.querySelector('[data-testid="block-info"]')?.textContent;
    field.querySelector("input:not([aria-label])")?.setAttribute("aria-label", name);
    field.querySelector("button:not([aria-label])")?.setAttribute("aria-label", `${name}: calendar`);
  });
}
new MutationObserver(mendLabels)
  .observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"] });
