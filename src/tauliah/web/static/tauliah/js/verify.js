// Takes a file dropped anywhere on the form, and says at once when it is too large to be checked.
// Of a whole code that is pasted as a number, only the address is sent: the rest may hold a name.
const form = document.querySelector("form[data-most-bytes]");
const input = form.querySelector("input[type=file]");

const judge = () => {
  const file = input.files[0];
  const isTooLarge = file && file.size > Number(form.dataset.mostBytes);
  input.setCustomValidity(isTooLarge ? form.dataset.tooLarge : "");
  if (isTooLarge) input.reportValidity();
};

input.addEventListener("change", judge);
form.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("is-over");
});
form.addEventListener("dragleave", () => form.classList.remove("is-over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("is-over");
  if (!event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  judge();
});

const number = document.querySelector("input[name=number]");
number?.form.addEventListener("submit", () => {
  [number.value] = number.value.split("#");
});
