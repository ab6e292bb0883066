// Draws a list from the <datastore> that stands in the page; further groups come from the address in <nextgroup>.
function jpage(option) {
  var holder = document.getElementById(option.unit);
  var page = 1;
  var rows = [];
  var next = read(holder.getElementsByTagName("script")[0].text);

  function read(text) {
    var store = new DOMParser().parseFromString(text.trim(), "text/xml");
    var records = store.getElementsByTagName("record");
    for (var i = 0; i < records.length; i++) rows.push(records[i].textContent);
    var group = store.getElementsByTagName("nextgroup")[0];
    var found = group && /href="([^"]+)"/.exec(group.textContent);
    return found ? found[1] : "";
  }

  function draw() {
    var pages = Math.max(1, Math.ceil(option.totalRecord / option.perPage));
    var from = (page - 1) * option.perPage;
    if (next && from + option.perPage > rows.length && rows.length < option.totalRecord) return fetchMore();
    holder.innerHTML = "<ul>" + rows.slice(from, from + option.perPage).join("") + "</ul>" +
      "<div class='pager'>共" + option.totalRecord + "条 第" + page + "/" + pages + "页 " +
      "<a href='javascript:;' class='prev'>上一页</a> <a href='javascript:;' class='next'>下一页</a></div>";
    holder.querySelector(".prev").onclick = function () { if (page > 1) { page--; draw(); } };
    holder.querySelector(".next").onclick = function () { if (page < pages) { page++; draw(); } };
  }

  function fetchMore() {
    var request = new XMLHttpRequest();
    request.onload = function () { next = read(request.responseText); draw(); };
    request.open("GET", next);
    request.send();
  }

  draw();
}

function doZoom(size) { document.getElementById("zoom").style.fontSize = size + "px"; }
function setHome() { return false; }
