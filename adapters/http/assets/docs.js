// Starts Redoc on the document that the page names.
const target = document.getElementById('redoc');
window.Redoc.init(
  target.dataset.spec,
  {
    hideDownloadButtons: true,
    disableSearch: false,
    nativeScrollbars: true,
    theme: { colors: { primary: { main: '#1b4dd8' } } },
  },
  target,
);
