// Photographs are turned upright and made smaller on the telephone, before they are sent. What can't
// be read here (HEIC) is sent as it is, and the server says what to do.
"use strict";
(() => {
  const QUALITY = 0.85;

  function read(file) {
    return new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = () => resolve(image);
      image.onerror = reject;
      const reader = new FileReader();
      reader.onload = () => {
        image.src = reader.result;
      };
      reader.onerror = reject;
      reader.readAsDataURL(file);
    });
  }

  async function smaller(file, longest) {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
    try {
      // An image element is drawn as its EXIF orientation says, so the canvas holds it upright.
      const image = await read(file);
      const scale = Math.min(1, longest / Math.max(image.naturalWidth, image.naturalHeight));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
      canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
      if (!blob) return file;
      return new File([blob], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg" });
    } catch (error) {
      return file;
    }
  }

  async function changed(input) {
    const field = input.closest(".q-field") || input.form;
    const main = field.querySelector("input[data-q-words-ready]");
    const longest = Number(main.dataset.qPhotographs) || 2400;
    const status = field.querySelector(".q-photographs");
    status.textContent = main.dataset.qWordsWorking;
    const ready = await Promise.all(Array.from(input.files, (file) => smaller(file, longest)));
    try {
      const box = new DataTransfer();
      for (const file of ready) box.items.add(file);
      input.files = box.files;
    } catch (error) {
      // An old kernel: the photographs go as they are.
    }
    let count = 0;
    for (const one of Array.from(field.querySelectorAll("input[type=file]"))) count += one.files.length;
    status.textContent = main.dataset.qWordsReady.replace("{}", String(count));
  }

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.matches && input.matches("input[type=file][data-q-photographs]")) changed(input);
  });
})();
