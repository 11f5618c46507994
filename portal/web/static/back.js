// A page that Back opens again after the visit was ended gives way, before anything of it is seen.
(function () {
  'use strict'
  var onward = document.currentScript.dataset.to
  var moves = performance.getEntriesByType ? performance.getEntriesByType('navigation') : []
  var isBack = moves.length ? moves[0].type === 'back_forward' : performance.navigation && performance.navigation.type === 2
  // without cookies nobody can tell an ended visit from one that goes on
  if (!isBack || !navigator.cookieEnabled) return
  document.documentElement.hidden = true
  location.replace(onward)
})()
