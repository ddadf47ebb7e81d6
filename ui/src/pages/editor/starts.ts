/** Texts to begin with, from the least upwards; each is valid and runs as it is. */
export interface Start {
  id: string;
  title: string;
  about: string;
  text: string;
}

const HELLO = `apiVersion: noetl.io/v1
kind: Playbook
metadata:
  name: hello
  path: demo/hello
  description: Says hello.
workload:
  name: world
workflow:
  - step: start
    next: greet
  - step: greet
    type: python
    data:
      name: "{{ workload.name }}"
    code: |
      def main(name):
          print(f"greeting {name}")
          return {"text": f"Hello, {name}!"}
    next: end
  - step: end
    result: "{{ greet.text }}"
`;

const HTTP = `apiVersion: noetl.io/v1
kind: Playbook
metadata:
  name: fetch
  path: demo/fetch
  description: Asks a service, and goes on by what it answers.
workload:
  url: https://api.example.org/orders
  least: 10
workflow:
  - step: start
    next: fetch
  - step: fetch
    desc: Tries three times before it gives up.
    type: http
    endpoint: "{{ workload.url }}"
    timeout: 10s
    retry:
      max_attempts: 3
      initial_delay: 1s
    next:
      - step: many
        when: "{{ fetch.data | length >= workload.least }}"
      - else: end
    on_error:
      - step: unreachable
  - step: many
    type: transform
    data:
      count: "{{ fetch.data | length }}"
    next: end
  - step: unreachable
    type: transform
    data:
      error: "{{ fetch.error }}"
    next: end
  - step: end
`;

const FAN_OUT = `apiVersion: noetl.io/v1
kind: Playbook
metadata:
  name: fan_out
  path: demo/fan_out
  description: Two branches side by side, and a step that waits for both.
workload:
  numbers: [3, 1, 2]
workflow:
  - step: start
    next: [total, largest]
  - step: total
    type: python
    data:
      numbers: "{{ workload.numbers }}"
    code: |
      def main(numbers):
          return {"value": sum(numbers)}
    next: report
  - step: largest
    type: python
    data:
      numbers: "{{ workload.numbers }}"
    code: |
      def main(numbers):
          return {"value": max(numbers)}
    next: report
  - step: report
    desc: Runs once, after both branches.
    type: transform
    data:
      total: "{{ total.value }}"
      largest: "{{ largest.value }}"
    next: end
  - step: end
    result: "{{ report }}"
`;

const ITERATOR = `apiVersion: noetl.io/v1
kind: Playbook
metadata:
  name: each_city
  path: demo/each_city
  description: Does the same for each item of a list, four at a time.
workload:
  cities:
    - {name: Oslo, degrees: 4}
    - {name: Paris, degrees: 11}
    - {name: Rome, degrees: 17}
workflow:
  - step: start
    next: convert
  - step: convert
    type: iterator
    collection: "{{ workload.cities }}"
    element: city
    mode: async
    concurrency: 4
    task:
      type: python
      data:
        city: "{{ city }}"
      code: |
        def main(city):
            return {"name": city["name"], "fahrenheit": city["degrees"] * 9 / 5 + 32}
    next: end
  - step: end
    result: "{{ convert }}"
`;

export const STARTS: Start[] = [
  { id: "hello", title: "Hello", about: "One Python step and a result.", text: HELLO },
  {
    id: "http",
    title: "Fetch by HTTP",
    about: "A request with retries, a condition, and a way out if it fails.",
    text: HTTP,
  },
  {
    id: "fan-out",
    title: "Fan-out and join",
    about: "Two Python steps in parallel, and one that waits for both.",
    text: FAN_OUT,
  },
  {
    id: "iterator",
    title: "Iterator",
    about: "The same for each item of a list, some at a time.",
    text: ITERATOR,
  },
];
