// The way out: one press, or Shift three times. The page goes blank first, then the address changes.
(function () {
  'use strict'
  var link = document.querySelector('[data-exit]')
  if (!link) return
  var said = document.querySelector('[data-exit-said]')
  var words = link.dataset
  var presses = 0
  var down = ''
  var counted = ''
  var timer = 0
  var isLeaving = false

  function say (text) { if (said) said.textContent = text }

  function blank (destination) {
    document.title = words.word
    var icon = document.querySelector('link[rel~="icon"]')
    if (icon && words.icon) icon.href = words.icon
    document.body.textContent = ''
    document.body.className = 'gone'
    var note = document.createElement('p')
    note.setAttribute('role', 'status')
    document.body.appendChild(note)
    note.textContent = words.word
    setTimeout(function () {
      var onward = document.createElement('a')
      onward.href = destination
      onward.rel = 'noreferrer'
      onward.textContent = words.stalled
      document.body.appendChild(onward)
    }, 2000)
  }

  function leave () {
    if (isLeaving) return
    isLeaving = true
    var destination = words.destination || link.href
    // Safety: blank before anything else; replace, so that Back does not return
    try { blank(destination) } catch (error) { document.documentElement.textContent = '' }
    try {
      fetch(link.href, { keepalive: true, redirect: 'manual', credentials: 'same-origin', cache: 'no-store' })
        .catch(function () {})
    } catch (error) { /* too old for fetch: the address changes all the same */ }
    location.replace(destination)
  }

  function start (text) {
    clearTimeout(timer)
    say(text)
    timer = setTimeout(function () { presses = 0; say(words.off) }, 5000)
  }

  function stop () {
    down = ''
    if (presses) { presses = 0; clearTimeout(timer); say('') }
  }

  link.addEventListener('click', function (event) { event.preventDefault(); leave() })
  link.addEventListener('auxclick', function (event) { if (event.button === 1) { event.preventDefault(); leave() } })
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Shift' || (down && down !== event.code)) return stop()
    down = event.code
  })
  document.addEventListener('keyup', function (event) {
    if (event.key !== 'Shift' || event.code !== down) return
    down = ''
    presses = event.code === counted ? presses + 1 : 1
    counted = event.code
    if (presses === 3) { clearTimeout(timer); leave() } else start(presses === 1 ? words.two : words.one)
  })
})()
