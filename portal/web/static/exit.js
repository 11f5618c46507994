// The way out: one press, or Shift three times. The page goes blank first, then the address changes.
(function () {
  'use strict'
  var link, words, down, counted, timer, isLeaving
  var presses = 0

  function look () {
    link = document.querySelector('[data-exit]') || link
    words = link ? link.dataset : {}
  }

  function say (word) {
    look()
    var said = document.querySelector('[data-exit-said]')
    if (said) said.textContent = words[word] || ''
  }

  function blank (destination) {
    document.title = words.word
    var icon = document.querySelector('link[rel~="icon"]')
    if (icon && words.icon) icon.href = words.icon
    document.body.textContent = ''
    document.body.className = 'gone'
    var note = document.createElement('p')
    note.setAttribute('role', 'status')
    document.body.appendChild(note).textContent = words.word
    setTimeout(function () {
      var onward = document.createElement('a')
      onward.href = words.neutral || destination
      onward.textContent = words.stalled
      onward.onclick = function () { location.replace(onward); return false }
      document.body.appendChild(onward)
    }, 2000)
  }

  function leave () {
    look()
    if (isLeaving || !link) return
    isLeaving = true
    var destination = words.destination || link.href
    // Safety: blank before anything else; replace, so that Back does not return
    try { blank(destination) } catch (error) { document.documentElement.textContent = '' }
    // Safety: what is on its way is never shown
    document.dispatchEvent(new Event('leaving'))
    try {
      fetch(link.href, { keepalive: true, redirect: 'manual', credentials: 'same-origin', cache: 'no-store' })
        .catch(function () {})
    } catch (error) { /* too old */ }
    location.replace(destination)
  }

  function stop () {
    down = ''
    if (presses) { presses = 0; clearTimeout(timer); say() }
  }

  function press (event) {
    if (event.button > 1 || !event.target.closest('[data-exit]')) return
    event.preventDefault()
    leave()
  }

  look()
  document.addEventListener('click', press, true)
  document.addEventListener('auxclick', press, true)
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Shift' || (down && down !== event.code)) return stop()
    down = event.code
  })
  document.addEventListener('keyup', function (event) {
    if (event.key !== 'Shift' || event.code !== down) return
    down = ''
    presses = event.code === counted ? presses + 1 : 1
    counted = event.code
    clearTimeout(timer)
    if (presses === 3) return leave()
    say(presses === 1 ? 'two' : 'one')
    timer = setTimeout(function () { presses = 0; say('off') }, 5000)
  })
})()
