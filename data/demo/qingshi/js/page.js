// 翻页：count 总页数，current 当前页（从 0 起），name 文件名，ext 扩展名
function createPageHTML(count, current, name, ext) {
  if (count <= 1) return;
  var link = function (n) { return n === 0 ? name + "." + ext : name + "_" + n + "." + ext; };
  document.write("共" + count + "页 ");
  if (current > 0) document.write("<a href='" + link(current - 1) + "'>上一页</a> ");
  for (var n = 0; n < count; n++) document.write(n === current ? "<b>" + (n + 1) + "</b> " : "<a href='" + link(n) + "'>" + (n + 1) + "</a> ");
  if (current < count - 1) document.write("<a href='" + link(current + 1) + "'>下一页</a>");
}
