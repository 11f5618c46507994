// Moving about in place: the next page is fetched and put into this one. Address and title stay; nothing is kept.
(function () {
  'use strict'
  var told = document.querySelector('[data-told]')
  if (!told || !window.AbortController || !window.DOMParser) return
  var root = document.documentElement
  var words = told.dataset
  var here = location.href // of the page that is shown, known to nobody else
  var way = [] // the ones before it
  var asked = null
  var isOver = false
  var timers = []

  // Safety: a phone that shows its open apps side by side, or another tab in front, shows nothing of the page
  function veil () { root.classList.toggle('veiled', document.hidden) }
  document.addEventListener('visibilitychange', veil)
  window.addEventListener('pagehide', function () { root.classList.add('veiled') })
  window.addEventListener('pageshow', veil)

  function find (selector) { return document.querySelector(selector) }
  function make (name, text) { var made = document.createElement(name); made.textContent = text; return made }
  function bare (address) { return address.split('#')[0] }

  function say (text, isSeen) {
    if (text && !told.isConnected) document.body.appendChild(told)
    told.className = isSeen ? 'told' : 'sr'
    told.textContent = text
  }

  function stop () {
    timers.forEach(clearTimeout)
    if (asked) asked.abort()
    asked = null
    root.removeAttribute('aria-busy')
    say('')
  }

  // Safety: an answer that comes after the exit was pressed is never shown
  document.addEventListener('leaving', function () { isOver = true; stop() })

  // to: an address; sent: the fields of a post, or null; again: what asks once more
  function ask (to, sent, again, isBack) {
    stop()
    var mine = asked = new AbortController()
    root.setAttribute('aria-busy', 'true')
    timers = [
      setTimeout(function () { say(words.slow, true) }, 1000),
      setTimeout(function () { failed() }, 30000)
    ]
    function failed () {
      if (asked !== mine || isOver) return
      stop()
      tell(words.failed, sent ? [words.lost, words.unsure, words.typed] : [words.lost], again)
    }
    fetch(to, { method: sent ? 'POST' : 'GET', body: sent || undefined, headers: { Accept: 'text/html' }, cache: 'no-store', credentials: 'same-origin', signal: mine.signal })
      .then(function (answer) { return answer.text().then(function (text) { if (asked === mine && !isOver) { stop(); show(answer, text, to, sent, again, isBack) } }) })
      .catch(failed)
  }

  function show (answer, text, to, sent, again, isBack) {
    if (answer.status === 204) return
    var page = new DOMParser().parseFromString(text, 'text/html')
    var main = page.querySelector('main')
    if (!/^text\/html/.test(answer.headers.get('Content-Type') || '') || !main) {
      if (answer.ok && !sent) tell(words.file, [], null, to)
      else tell(words.failed, sent ? [words.typed] : [], again)
      return
    }
    // what did not go through leaves the page as it is, with every word in it
    if (!answer.ok && !answer.redirected && (sent || answer.status === 429 || answer.status >= 500)) {
      var said = Array.prototype.filter.call(main.querySelectorAll('p'), function (p) { return !p.querySelector('a') })
      said = said.map(function (p) { return p.textContent }).concat(sent ? words.typed : [])
      tell(main.querySelector('h1').textContent, said, again)
      return
    }
    var before = here
    here = answer.redirected ? answer.url : to
    if (!isBack && bare(before) !== bare(here)) way.push(before)
    swap(page)
  }

  // a box above the page, which stays
  function tell (heading, said, again, file) {
    document.dispatchEvent(new Event('unsent'))
    var main = find('main')
    var old = find('[data-box]')
    if (old) old.remove()
    var box = document.createElement('section')
    box.className = 'problems'
    box.tabIndex = -1
    box.dataset.box = ''
    box.setAttribute('role', 'alert')
    box.appendChild(make('h2', heading))
    said.forEach(function (text) { box.appendChild(make('p', text)) })
    if (again) {
      var button = box.appendChild(make('button', words.again))
      button.type = 'button'
      button.className = 'button secondary'
      button.addEventListener('click', again)
    }
    if (file) {
      var link = box.appendChild(document.createElement('p')).appendChild(make('a', words.open))
      link.href = file
      link.dataset.plain = ''
    }
    main.insertBefore(box, main.firstChild)
    window.scrollTo(0, 0)
    box.focus({ preventScroll: true })
  }

  // Safety: the exit stays the same element, so that a press that has begun still counts
  function refresh (old, fresh) {
    if (!old || !fresh) return
    Array.prototype.forEach.call(fresh.attributes, function (one) { if (old.getAttribute(one.name) !== one.value) old.setAttribute(one.name, one.value) })
    if (old.innerHTML !== fresh.innerHTML) old.replaceChildren.apply(old, fresh.childNodes)
  }

  function swap (page) {
    var body = document.body
    var bar = body.querySelector('.bar')
    var freshBar = page.querySelector('.bar')
    var fresh = page.querySelector('[data-told]')
    root.lang = page.documentElement.lang
    root.dir = page.documentElement.dir
    if (fresh) Object.assign(words, fresh.dataset)
    if (bar && freshBar && freshBar.querySelector('[data-exit]')) {
      refresh(bar.querySelector('[data-exit]'), freshBar.querySelector('[data-exit]'))
      refresh(bar.querySelector('.name'), freshBar.querySelector('.name'))
    }
    var isAfter = !bar
    Array.prototype.slice.call(body.children).forEach(function (part) { if (part !== bar && part !== told) part.remove() })
    body.className = 'apart'
    body.appendChild(told)
    Array.prototype.slice.call(page.body.children).forEach(function (part) {
      if (part === freshBar && bar) isAfter = true
      else if (part !== fresh) body.insertBefore(part, isAfter ? told : bar)
    })
    // Safety: the same title whatever the page answers, also one that knows nothing of this way of moving about
    var exit = find('[data-exit]')
    if (exit) document.title = exit.dataset.word
    addBack()
    document.dispatchEvent(new Event('swapped'))
    addScripts(page)
    arrive()
  }

  function addBack () {
    if (find('.back') || !way.length) return
    var nav = document.createElement('nav')
    nav.className = 'back'
    nav.setAttribute('aria-label', words.back)
    var link = nav.appendChild(make('a', words.back))
    link.href = way[way.length - 1]
    link.dataset.back = ''
    find('main').before(nav)
  }

  function addScripts (page) {
    function name (script) { return script.getAttribute('src').split('.')[0] }
    var loaded = Array.prototype.map.call(document.querySelectorAll('script[src]'), name)
    Array.prototype.forEach.call(page.querySelectorAll('script[src][defer]'), function (script) {
      if (loaded.indexOf(name(script)) > -1) return
      document.head.appendChild(document.createElement('script')).src = script.getAttribute('src')
    })
  }

  function go (part) {
    part.scrollIntoView()
    if (!part.matches('a[href],button,input,select,textarea,summary,[tabindex]')) part.tabIndex = -1
    part.focus({ preventScroll: true })
  }

  function arrive () {
    var heading = find('main h1') || find('main')
    var part = here.indexOf('#') > -1 && document.getElementById(decodeURIComponent(here.split('#')[1]))
    window.scrollTo(0, 0)
    if (part) return go(part)
    var problems = find('main [data-take-focus]')
    if (!problems) heading.tabIndex = -1
    ;(problems || heading).focus({ preventScroll: true })
    // the words come after the place for them was emptied, or nobody hears the same ones twice
    timers = [setTimeout(function () { say(words.opened + ' ' + heading.textContent.trim()) }, 100)]
  }

  function isOurs (address, tag) {
    return address.origin === location.origin && !tag.closest('[data-plain],[data-exit],.exit') && !tag.hasAttribute('download') && (!tag.target || tag.target === '_self')
  }

  document.addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('a[href]')
    if (isOver || !link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    var to = new URL(link.getAttribute('href'), here)
    if (!isOurs(to, link)) return
    event.preventDefault()
    var part = to.hash && bare(to.href) === bare(here) && document.getElementById(decodeURIComponent(to.hash.slice(1)))
    if (part) return go(part)
    var isBack = 'back' in link.dataset
    ask(to.href, null, function follow () { ask(to.href, null, follow, isBack) }, isBack)
    if (isBack) way.pop()
  })

  document.addEventListener('submit', function (event) {
    var form = event.target
    var by = event.submitter
    function given (name) { return (by && by.getAttribute('form' + name)) || form.getAttribute(name) || '' }
    var to = new URL(given('action') || here, here)
    if (event.defaultPrevented || given('target') || !isOurs(to, form)) return
    event.preventDefault()
    var fields = new URLSearchParams(new FormData(form))
    if (by && by.name) fields.append(by.name, by.value)
    if (given('method').toLowerCase() === 'post') return ask(to.href, fields, function () { form.requestSubmit(by) })
    to.search = fields
    ask(to.href, null, function follow () { ask(to.href, null, follow) })
  })
})()
