// The addresses of practice without a network, in the language of the page.

export function practiceUrls() {
  const study = `/${document.documentElement.lang}/study/`;
  return {
    worker: "/practice/worker.js",
    scope: study,
    shell: `${study}offline/`,
    reviews: `${study}offline/reviews/`,
    pack: (course) => `${study}${course.toLowerCase()}/pack/`,
    today: (course) => `${study}${course.toLowerCase()}/today/`,
    login: `/${document.documentElement.lang}/accounts/login/`,
  };
}
