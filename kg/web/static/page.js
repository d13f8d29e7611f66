// What a page does beyond its forms and links, which work without it.
"use strict";

const query = document.getElementById("query");

if (query) {
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      query.form.requestSubmit();
    }
  });
  for (const example of document.querySelectorAll("pre[data-example]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "↑";
    button.setAttribute("aria-label", example.previousElementSibling.textContent);
    button.addEventListener("click", () => {
      query.value = example.textContent;
      query.focus();
    });
    example.previousElementSibling.append(" ", button);
  }
}
