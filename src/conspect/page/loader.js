// The page's script stands packed above, by gzip and Base64. The policy allows it by its own hash.
const packed = document.getElementById("script").textContent;
const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
const script = document.createElement("script");
script.type = "module";
script.textContent = await new Response(stream).text();
// What has begun need not stand in the page once more.
script.addEventListener("load", () => script.remove());
document.body.append(script);
