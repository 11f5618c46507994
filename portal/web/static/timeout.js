// Time: five minutes before a page closes it says so, one press gives more, and at the end its words are gone.
(function () {
  'use strict'
  var box, form, said, before, latest, ends

  function more () {
    ends = Math.min(Date.now() + box.dataset.idle * 1000, latest)
    form.hidden = true
    box.classList.remove('soon')
  }

  function warn () {
    if (!form.hidden) return
    before = document.activeElement
    var isLast = ends === latest
    if (isLast) form.querySelector('p').textContent = box.dataset.last
    form.querySelector('button').hidden = isLast
    form.hidden = false
    box.classList.add('soon')
    said.textContent = form.querySelector('p').textContent
  }

  function close () {
    var words = box.dataset
    var place = document.querySelector('strict' in words ? 'body' : 'main')
    var word = document.querySelector('[data-word]')
    if (place === document.body) place.className = 'gone'
    if (place === document.body && word) document.title = word.dataset.word
    place.textContent = ''
    if (place === document.body) place = place.appendChild(document.createElement('main'))
    var note = place.appendChild(document.createElement('div'))
    note.setAttribute('role', 'status')
    note.appendChild(document.createElement('h1')).textContent = words.closed
    var onward = place.appendChild(document.createElement('a'))
    onward.href = words.again
    onward.textContent = words.onward
    box = null
  }

  function failed () { if (box) said.textContent = box.dataset.failed }

  function stay (event) {
    event.preventDefault()
    fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' })
      .then(function (answer) {
        if (!box) return
        if (answer.type === 'opaqueredirect') return close()
        if (answer.status !== 204) return failed()
        more()
        said.textContent = box.dataset.more
        if (before && before.focus) before.focus()
      }).catch(failed)
  }

  // the clock is read anew each time: a phone that slept, or a page from the browser's memory, closes at once
  function look () {
    var found = document.querySelector('[data-idle]')
    if (found && found !== box) {
      box = found
      form = box.querySelector('form')
      said = box.querySelector('[role=status]')
      form.addEventListener('submit', stay)
      latest = Date.now() + box.dataset.left * 1000
      more()
    }
    if (!found) return
    if (Date.now() >= ends) close()
    else if (Date.now() >= ends - 300000) warn()
  }

  look()
  setInterval(look, 1000)
  document.addEventListener('swapped', look)
  window.addEventListener('pageshow', look)
})()
