// The button that copies a text; without scripts there is none, and the text can be selected as any other.
for (const button of document.querySelectorAll("[data-copy]")) {
  const line = button.parentElement;
  line.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    line.querySelector("[role=status]").textContent = "已复制";
  });
}
