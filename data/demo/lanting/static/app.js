(function () {
  "use strict";
  var app = document.getElementById("app");

  function get(url) {
    return fetch(url).then(function (answer) {
      if (!answer.ok) throw new Error(url + " " + answer.status);
      return answer.json();
    });
  }

  function link(item) {
    return '<a href="' + item.url + '">' + item.name + "</a>";
  }

  function list(items, draw) {
    return "<ul>" + items.map(function (item) { return "<li>" + draw(item) + "</li>"; }).join("") + "</ul>";
  }

  function row(item, short) {
    var date = short ? item.date.slice(5) : item.date;
    return "<time>" + date + '</time><a href="' + item.url + '" title="' + item.title + '">' + item.title + "</a>";
  }

  function frame(site, crumbs, inner, two) {
    var now = new Date();
    var today = "今天是" + now.getFullYear() + "年" + (now.getMonth() + 1) + "月" + now.getDate() + "日";
    return "<header><h1>" + site.name + "</h1><p>" + today + "</p></header><nav>" + site.nav.map(link).join("") + "</nav>" +
      "<main" + (two ? ' class="two"' : "") + ">" + (crumbs ? '<div class="crumb">当前位置：' + crumbs.map(link).join(" &gt; ") + "</div>" : "") + inner + "</main>" +
      "<footer>" + site.foot.map(function (line) { return "<p>" + line + "</p>"; }).join("") + "</footer>";
  }

  function home(site, data) {
    var panels = data.panels.map(function (panel) {
      return "<section><h2 class='name'>" + link(panel) + "</h2><div class='rows'>" + list(panel.rows, function (item) { return row(item, true); }) + "</div></section>";
    }).join("");
    return frame(site, null, '<div class="slide"><a href="' + data.slide.url + '">' + data.slide.title + "</a></div>" +
      '<div class="panels">' + panels + "</div><section><h2 class='name'><a href='/channel/xxgk.html'>政府信息公开</a></h2><div class='boxes'>" +
      data.disclosure.map(link).join("") + "</div></section><section><h2 class='name'>友情链接</h2>" + data.links.map(link).join(" ") + "</section>");
  }

  function pager(data) {
    return '<div class="pager">共' + data.total + "条 第" + data.page + "/" + data.pages + "页" +
      (data.previous ? '<a href="' + data.previous + '">上一页</a>' : "") + (data.next ? '<a href="' + data.next + '">下一页</a>' : "") + "</div>";
  }

  function catalogue(rows) {
    return '<table border="1" cellpadding="6"><tr><th>索引号</th><th>名称</th><th>内容概述</th><th>生成日期</th></tr>' + rows.map(function (item) {
      return "<tr><td>" + item.index + '</td><td><a href="' + item.url + '">' + item.title + "</a></td><td>" + item.summary + "</td><td>" + item.date + "</td></tr>";
    }).join("") + "</table>";
  }

  function channel(site, data) {
    var body = '<h2 class="name">' + (data.title || data.name) + "</h2>";
    if (data.html) body += '<div class="text">' + data.html.join("\n") + "</div>";
    if (data.boxes) body += '<div class="boxes">' + data.boxes.map(link).join("") + "</div>";
    if (data.rows) body += '<div class="rows">' + list(data.rows, function (item) { return row(item, false); }) + "</div>" + pager(data);
    if (data.catalogue) body += catalogue(data.catalogue) + pager(data);
    var side = "<aside><h2>" + data.sideName + "</h2>" + list(data.side, link) + "</aside>";
    return frame(site, [site.nav[0], { name: data.name, url: location.pathname }], side + "<section>" + body + "</section>", true);
  }

  function content(site, data) {
    var fields = (data.fields || []).map(function (field) { return "<dt>" + field.label + "</dt><dd>" + field.value + "</dd>"; }).join("");
    var body = "<article><h1>" + data.title + '</h1><p class="info">发布时间：' + data.date + "　来源：" + data.source + '</p><div class="text">' +
      (data.html || []).join("\n") + (fields ? "<dl>" + fields + "</dl>" : "") + "</div></article>";
    return frame(site, [site.nav[0], { name: data.column, url: data.columnUrl }, { name: "正文", url: location.pathname }], body);
  }

  var part = /^\/(channel|content)\/(\w+)\.html$/.exec(location.pathname);
  var draw = part ? { channel: channel, content: content }[part[1]] : home;
  var source = part ? "/data/" + part[1] + "/" + part[2] + ".json" : "/data/home.json";
  Promise.all([get("/data/site.json"), get(source)]).then(function (both) {
    app.innerHTML = draw(both[0], both[1]);
    document.title = (both[1].title || both[1].name ? (both[1].title || both[1].name) + "-" : "") + both[0].name;
  }).catch(function (error) {
    app.textContent = "页面加载失败：" + error.message;
  });
})();
