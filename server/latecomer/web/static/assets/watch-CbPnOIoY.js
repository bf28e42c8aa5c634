import{a as e,c as t,d as n,g as r,i,m as a,r as o}from"./signals.module-BTCgUUn3.js";var s=`modulepreload`,c=function(e){return`/`+e},l={},u=function(e){return e.pathname.endsWith(`.css`)},d=function(e,t,n){if(t in e)return e[t];let r=n();if(!r){e[t]=void 0;return}let i=r.then(()=>{e[t]=void 0},n=>{throw e[t]=void 0,n});return e[t]=i,i},f=function(e,t,n){let r=Promise.resolve();if(t&&t.length>0){let e,i=document.querySelector(`meta[property=csp-nonce]`),a=i?.nonce||i?.getAttribute(`nonce`);function o(e){return Promise.all(e.map(e=>Promise.resolve(e).then(e=>({status:`fulfilled`,value:e}),e=>({status:`rejected`,reason:e}))))}function f(e){return import.meta.resolve?new URL(import.meta.resolve(e)):new URL(e,import.meta.url)}r=o(t.map(t=>{t=c(t,n);let r=f(t),i=u(r);return d(l,r.href,()=>{if(e===void 0){e={all:new Set,styles:new Set};let t=document.getElementsByTagName(`link`);for(let n=t.length-1;n>=0;n--){let r=t[n];e.all.add(r.href),r.rel===`stylesheet`&&e.styles.add(r.href)}}if((i?e.styles:e.all).has(r.href))return;let t=document.createElement(`link`);if(t.rel=i?`stylesheet`:s,i||(t.as=`script`),t.crossOrigin=``,t.href=r.href,a&&t.setAttribute(`nonce`,a),document.head.appendChild(t),i)return new Promise((e,n)=>{let i=a=>{t.removeEventListener(`load`,i),t.removeEventListener(`error`,i),a.type===`error`?n(Error(`Unable to preload CSS for ${r}`)):e(a)};t.addEventListener(`load`,i),t.addEventListener(`error`,i)})})}).filter(e=>e!==void 0))}function i(e){let t=new Event(`vite:preloadError`,{cancelable:!0});if(t.payload=e,window.dispatchEvent(t),!t.defaultPrevented)throw e}return r.then(t=>{for(let e of t||[])e.status===`rejected`&&i(e.reason);return e().catch(i)})},p={en:()=>f(()=>import(`./en-B7613nx-.js`),[]),fr:()=>f(()=>import(`./fr-DEFmBtZk.js`),[]),nl:()=>f(()=>import(`./nl-BiNYs4qZ.js`),[])},m=class{constructor(e){this.value=e}valueOf(){return this.value}},h=class extends m{constructor(e=`???`){super(e)}toString(e){return`{${this.value}}`}},g=class extends m{constructor(e,t={}){super(e),this.opts=t}toString(e){if(e)try{return e.memoizeIntlObject(Intl.NumberFormat,this.opts).format(this.value)}catch(t){e.reportError(t)}return this.value.toString(10)}},_=class e extends m{static supportsValue(t){if(typeof t==`number`||t instanceof Date)return!0;if(t instanceof m)return e.supportsValue(t.valueOf());if(`Temporal`in globalThis){let e=globalThis.Temporal;if(t instanceof e.Instant||t instanceof e.PlainDateTime||t instanceof e.PlainDate||t instanceof e.PlainMonthDay||t instanceof e.PlainTime||t instanceof e.PlainYearMonth)return!0}return!1}constructor(t,n={}){t instanceof e?(n={...t.opts,...n},t=t.value):t instanceof m&&(t=t.valueOf()),typeof t==`object`&&`calendarId`in t&&n.calendar===void 0&&(n={...n,calendar:t.calendarId}),super(t),this.opts=n}[Symbol.toPrimitive](e){return e===`string`?this.toString():this.toNumber()}toNumber(){let e=this.value;if(typeof e==`number`)return e;if(e instanceof Date)return e.getTime();if(`epochMilliseconds`in e)return e.epochMilliseconds;if(`toZonedDateTime`in e)return e.toZonedDateTime(`UTC`).epochMilliseconds;throw TypeError(`Unwrapping a non-number value as a number`)}toString(e){if(e)try{return e.memoizeIntlObject(Intl.DateTimeFormat,this.opts).format(this.value)}catch(t){e.reportError(t)}return typeof this.value==`number`||this.value instanceof Date?new Date(this.value).toISOString():this.value.toString()}},ee=100,te=`⁨`,ne=`⁩`;function re(e,t,n){return n===t||n instanceof g&&t instanceof g&&n.value===t.value||t instanceof g&&typeof n==`string`&&n===e.memoizeIntlObject(Intl.PluralRules,t.opts).select(t.value)}function ie(e,t,n){return t[n]?pe(e,t[n].value):(e.reportError(RangeError(`No default`)),new h)}function ae(e,t){let n=[],r=Object.create(null);for(let i of t)i.type===`narg`?r[i.name]=oe(e,i.value):n.push(oe(e,i));return{positional:n,named:r}}function oe(e,t){switch(t.type){case`str`:return t.value;case`num`:return new g(t.value,{minimumFractionDigits:t.precision});case`var`:return se(e,t);case`mesg`:return ce(e,t);case`term`:return le(e,t);case`func`:return ue(e,t);case`select`:return de(e,t);default:return new h}}function se(e,{name:t}){let n;if(e.params){if(Object.prototype.hasOwnProperty.call(e.params,t))n=e.params[t];else return new h(`$${t}`)}else if(e.args&&Object.prototype.hasOwnProperty.call(e.args,t))n=e.args[t];else return e.reportError(ReferenceError(`Unknown variable: $${t}`)),new h(`$${t}`);if(n instanceof m)return n;switch(typeof n){case`string`:return n;case`number`:return new g(n);case`object`:if(_.supportsValue(n))return new _(n);default:return e.reportError(TypeError(`Variable type not supported: $${t}, ${typeof n}`)),new h(`$${t}`)}}function ce(e,{name:t,attr:n}){let r=e.bundle._messages.get(t);if(!r)return e.reportError(ReferenceError(`Unknown message: ${t}`)),new h(t);if(n){let i=r.attributes[n];return i?pe(e,i):(e.reportError(ReferenceError(`Unknown attribute: ${n}`)),new h(`${t}.${n}`))}return r.value?pe(e,r.value):(e.reportError(ReferenceError(`No value: ${t}`)),new h(t))}function le(e,{name:t,attr:n,args:r}){let i=`-${t}`,a=e.bundle._terms.get(i);if(!a)return e.reportError(ReferenceError(`Unknown term: ${i}`)),new h(i);if(n){let t=a.attributes[n];if(t){e.params=ae(e,r).named;let n=pe(e,t);return e.params=null,n}return e.reportError(ReferenceError(`Unknown attribute: ${n}`)),new h(`${i}.${n}`)}e.params=ae(e,r).named;let o=pe(e,a.value);return e.params=null,o}function ue(e,{name:t,args:n}){let r=e.bundle._functions[t];if(!r)return e.reportError(ReferenceError(`Unknown function: ${t}()`)),new h(`${t}()`);if(typeof r!=`function`)return e.reportError(TypeError(`Function ${t}() is not callable`)),new h(`${t}()`);try{let t=ae(e,n);return r(t.positional,t.named)}catch(n){return e.reportError(n),new h(`${t}()`)}}function de(e,{selector:t,variants:n,star:r}){let i=oe(e,t);if(i instanceof h)return ie(e,n,r);for(let t of n)if(re(e,i,oe(e,t.key)))return pe(e,t.value);return ie(e,n,r)}function fe(e,t){if(e.dirty.has(t))return e.reportError(RangeError(`Cyclic reference`)),new h;e.dirty.add(t);let n=[],r=e.bundle._useIsolating&&t.length>1;for(let i of t)if(typeof i==`string`)n.push(e.bundle._transform(i));else{if(e.placeables++,e.placeables>ee)throw e.dirty.delete(t),RangeError(`Too many placeables expanded: ${e.placeables}, max allowed is ${ee}`);r&&n.push(te),n.push(oe(e,i).toString(e)),r&&n.push(ne)}return e.dirty.delete(t),n.join(``)}function pe(e,t){return typeof t==`string`?e.bundle._transform(t):fe(e,t)}var me=class{constructor(e,t,n){this.dirty=new WeakSet,this.params=null,this.placeables=0,this.bundle=e,this.errors=t,this.args=n}reportError(e){if(!this.errors||!(e instanceof Error))throw e;this.errors.push(e)}memoizeIntlObject(e,t){let n=this.bundle._intls.get(e);n||(n={},this.bundle._intls.set(e,n));let r=JSON.stringify(t);return n[r]||(n[r]=new e(this.bundle.locales,t)),n[r]}};function he(e,t){let n=Object.create(null);for(let[r,i]of Object.entries(e))t.includes(r)&&(n[r]=i.valueOf());return n}var ge=[`unitDisplay`,`currencyDisplay`,`useGrouping`,`minimumIntegerDigits`,`minimumFractionDigits`,`maximumFractionDigits`,`minimumSignificantDigits`,`maximumSignificantDigits`];function _e(e,t){let n=e[0];if(n instanceof h)return new h(`NUMBER(${n.valueOf()})`);if(n instanceof g)return new g(n.valueOf(),{...n.opts,...he(t,ge)});if(n instanceof _)return new g(n.toNumber(),{...he(t,ge)});throw TypeError(`Invalid argument to NUMBER`)}var ve=[`dateStyle`,`timeStyle`,`fractionalSecondDigits`,`dayPeriod`,`hour12`,`weekday`,`era`,`year`,`month`,`day`,`hour`,`minute`,`second`,`timeZoneName`];function ye(e,t){let n=e[0];if(n instanceof h)return new h(`DATETIME(${n.valueOf()})`);if(n instanceof _||n instanceof g)return new _(n,he(t,ve));throw TypeError(`Invalid argument to DATETIME`)}var be=new Map;function xe(e){let t=Array.isArray(e)?e.join(` `):e,n=be.get(t);return n===void 0&&(n=new Map,be.set(t,n)),n}var Se=class{constructor(e,{functions:t,useIsolating:n=!0,transform:r=e=>e}={}){this._terms=new Map,this._messages=new Map,this.locales=Array.isArray(e)?e:[e],this._functions={NUMBER:_e,DATETIME:ye,...t},this._useIsolating=n,this._transform=r,this._intls=xe(e)}hasMessage(e){return this._messages.has(e)}getMessage(e){return this._messages.get(e)}addResource(e,{allowOverrides:t=!1}={}){let n=[];for(let r=0;r<e.body.length;r++){let i=e.body[r];if(i.id.startsWith(`-`)){if(t===!1&&this._terms.has(i.id)){n.push(Error(`Attempt to override an existing term: "${i.id}"`));continue}this._terms.set(i.id,i)}else{if(t===!1&&this._messages.has(i.id)){n.push(Error(`Attempt to override an existing message: "${i.id}"`));continue}this._messages.set(i.id,i)}}return n}formatPattern(e,t=null,n=null){if(typeof e==`string`)return this._transform(e);let r=new me(this,n,t);try{return fe(r,e).toString(r)}catch(e){if(r.errors&&e instanceof Error)return r.errors.push(e),new h().toString(r);throw e}}},Ce=/^(-?[a-zA-Z][\w-]*) *= */gm,we=/\.([a-zA-Z][\w-]*) *= */y,Te=/\*?\[/y,Ee=/(-?[0-9]+(?:\.([0-9]+))?)/y,De=/([a-zA-Z][\w-]*)/y,Oe=/([$-])?([a-zA-Z][\w-]*)(?:\.([a-zA-Z][\w-]*))?/y,ke=/^[A-Z][A-Z0-9_-]*$/,Ae=/([^{}\n\r]+)/y,je=/([^\\"\n\r]*)/y,Me=/\\([\\"])/y,Ne=/\\u([a-fA-F0-9]{4})|\\U([a-fA-F0-9]{6})/y,Pe=/^\n+/,Fe=/ +$/,Ie=/ *\r?\n/g,Le=/( *)$/,Re=/{\s*/y,ze=/\s*}/y,Be=/\[\s*/y,Ve=/\s*] */y,He=/\s*\(\s*/y,Ue=/\s*->\s*/y,We=/\s*:\s*/y,Ge=/\s*,?\s*/y,Ke=/\s+/y,qe=class{constructor(e){this.body=[],Ce.lastIndex=0;let t=0;for(;;){let n=Ce.exec(e);if(n===null)break;t=Ce.lastIndex;try{this.body.push(s(n[1]))}catch(e){if(e instanceof SyntaxError)continue;throw e}}function n(n){return n.lastIndex=t,n.test(e)}function r(n,r){if(e[t]===n)return t++,!0;if(r)throw new r(`Expected ${n}`);return!1}function i(e,r){if(n(e))return t=e.lastIndex,!0;if(r)throw new r(`Expected ${e.toString()}`);return!1}function a(n){n.lastIndex=t;let r=n.exec(e);if(r===null)throw SyntaxError(`Expected ${n.toString()}`);return t=n.lastIndex,r}function o(e){return a(e)[1]}function s(e){let t=l(),n=c();if(t===null&&Object.keys(n).length===0)throw SyntaxError(`Expected message value or attributes`);return{id:e,value:t,attributes:n}}function c(){let e=Object.create(null);for(;n(we);){let t=o(we),n=l();if(n===null)throw SyntaxError(`Expected attribute value`);e[t]=n}return e}function l(){let r;if(n(Ae)&&(r=o(Ae)),e[t]===`{`||e[t]===`}`)return u(r?[r]:[],1/0);let i=re();return i?r?u([r,i],i.length):(i.value=ie(i.value,Pe),u([i],i.length)):r?ie(r,Fe):null}function u(r=[],i){for(;;){if(n(Ae)){r.push(o(Ae));continue}if(e[t]===`{`){r.push(d());continue}if(e[t]===`}`)throw SyntaxError(`Unbalanced closing brace`);let a=re();if(a)r.push(a),i=Math.min(i,a.length);else break}let a=r.length-1,s=r[a];typeof s==`string`&&(r[a]=ie(s,Fe));let c=[];for(let e of r)e instanceof Je&&(e=e.value.slice(0,e.value.length-i)),e&&c.push(e);return c}function d(){i(Re,SyntaxError);let e=f();if(i(ze))return e;if(i(Ue)){let t=h();return i(ze,SyntaxError),{type:`select`,selector:e,...t}}throw SyntaxError(`Unclosed placeable`)}function f(){if(e[t]===`{`)return d();if(n(Oe)){let[,e,t,n=null]=a(Oe);if(e===`$`)return{type:`var`,name:t};if(i(He)){let r=p();if(e===`-`)return{type:`term`,name:t,attr:n,args:r};if(ke.test(t))return{type:`func`,name:t,args:r};throw SyntaxError(`Function names must be all upper-case`)}return e===`-`?{type:`term`,name:t,attr:n,args:[]}:{type:`mesg`,name:t,attr:n}}return _()}function p(){let n=[];for(;;){switch(e[t]){case`)`:return t++,n;case void 0:throw SyntaxError(`Unclosed argument list`)}n.push(m()),i(Ge)}}function m(){let e=f();return e.type===`mesg`&&i(We)?{type:`narg`,name:e.name,value:_()}:e}function h(){let e=[],t=0,i;for(;n(Te);){r(`*`)&&(i=t);let n=g(),a=l();if(a===null)throw SyntaxError(`Expected variant value`);e[t++]={key:n,value:a}}if(t===0)return null;if(i===void 0)throw SyntaxError(`Expected default variant`);return{variants:e,star:i}}function g(){i(Be,SyntaxError);let e;return e=n(Ee)?ee():{type:`str`,value:o(De)},i(Ve,SyntaxError),e}function _(){if(n(Ee))return ee();if(e[t]===`"`)return te();throw SyntaxError(`Invalid expression`)}function ee(){let[,e,t=``]=a(Ee),n=t.length;return{type:`num`,value:parseFloat(e),precision:n}}function te(){r(`"`,SyntaxError);let n=``;for(;;)if(n+=o(je),e[t]===`\\`)n+=ne();else{if(r(`"`))return{type:`str`,value:n};throw SyntaxError(`Unclosed string literal`)}}function ne(){if(n(Me))return o(Me);if(n(Ne)){let[,e,t]=a(Ne),n=parseInt(e||t,16);return n<=55295||57344<=n?String.fromCodePoint(n):`�`}throw SyntaxError(`Unknown escape sequence`)}function re(){let n=t;switch(i(Ke),e[t]){case`.`:case`[`:case`*`:case`}`:case void 0:return!1;case`{`:return ae(e.slice(n,t))}return e[t-1]===` `&&ae(e.slice(n,t))}function ie(e,t){return e.replace(t,``)}function ae(e){let t=e.replace(Ie,`
`),n=Le.exec(e)[1].length;return new Je(t,n)}}},Je=class{constructor(e,t){this.value=e,this.length=t}},Ye=`AEIOUYaeiouycnsz`,Xe=`ÅÉÎÖÛÝåéîöûýçñšž`;function Ze(e){return e.replace(/[AEIOUYaeiouycnsz]/g,e=>{let t=Xe[Ye.indexOf(e)]??e;return`aeiou`.includes(e)?t.repeat(2):t})}function Qe(e){return`[${e}]`}var $e=`en`,et=`latecomer_language`,tt=31536e3,nt=o(null),rt={};async function it(e,t=document.documentElement.lang){rt=e,await lt(t in e||t===`en-XA`?t:$e)}function at(){return Object.keys(rt)}function ot(){return dt().language}function st(){return dt().locale}function ct(e){return dt().cities[e]??e.slice(e.lastIndexOf(`/`)+1).replaceAll(`_`,` `)}async function lt(e){let t=rt[e===`en-XA`?$e:e];if(!t)return;nt.value=ft(e,await t());let n=globalThis.document?.documentElement;n&&Object.assign(n,{lang:e,dir:mt(e)})}async function ut(e){let t=location.protocol===`https:`?`; Secure`:``;document.cookie=`${et}=${e}; Path=/; Max-Age=${tt}; SameSite=Lax${t}`,await lt(e)}function v(e,...t){let{bundle:n,language:r}=dt(),i=n.getMessage(e)?.value;if(!i)throw Error(`the text ${e} is not among the areas of this page`);let a=n.formatPattern(i,t[0]);return r===`en-XA`?Qe(a):a}function dt(){if(!nt.value)throw Error(`startTexts comes first`);return nt.value}function ft(e,{texts:t,cities:n}){let r=e===`en-XA`?{transform:Ze}:{},i=pt(e),a=new Se(i,{useIsolating:!1,...r});for(let e of a.addResource(new qe(t)))console.error(e);return{language:e,locale:i,bundle:a,cities:n}}function pt(e){let[t=$e]=e.split(`-`);return globalThis.navigator?.languages?.find(e=>e.startsWith(`${t}-`))??(t===`en`?`en-GB`:t)}function mt(e){let t=new Intl.Locale(e).maximize().script??``;return[`Arab`,`Hebr`,`Thaa`,`Syrc`,`Nkoo`,`Adlm`].includes(t)?`rtl`:`ltr`}var ht={switch:`_switch_wos85_1`};function gt(){let e=ot();return i(`select`,{class:ht.switch,"aria-label":v(`words-language`),value:e,onChange:({currentTarget:e})=>void ut(e.value),children:at().map(e=>i(`option`,{value:e,lang:e,children:_t(e)},e))})}function _t(e){let t=new Intl.DisplayNames([e],{type:`language`}).of(e)??e;return t.charAt(0).toLocaleUpperCase(e)+t.slice(1)}var y={frame:`_frame_15ff8_2`,card:`_card_15ff8_18`,eyebrow:`_eyebrow_15ff8_36`,lead:`_lead_15ff8_42`,aside:`_aside_15ff8_49`,actions:`_actions_15ff8_56`,button:`_button_15ff8_64`,icon:`_icon_15ff8_96`,spinner:`_spinner_15ff8_106`,turn:`_turn_15ff8_1`};function vt({children:e}){return i(`div`,{class:y.frame,children:[i(`main`,{children:e}),i(`footer`,{children:i(gt,{})})]})}var yt={mark:`_mark_1wmkd_1`},bt={clock:`M24 7a17 17 0 1 0 0 34 17 17 0 0 0 0-34M24 14v11l7 4`,link:`M20 28l8-8M22 15l4-4a8 8 0 0 1 11 11l-4 4M26 33l-4 4a8 8 0 0 1-11-11l4-4`,person:`M24 24a8 8 0 1 0 0-16 8 8 0 0 0 0 16M9 41c2-8 8-12 15-12s13 4 15 12`};function xt({title:e,text:t,eyebrow:n,busy:r,icon:a,action:o,children:s}){return i(vt,{children:i(`section`,{class:y.card,"aria-live":`polite`,children:[r&&i(`span`,{class:y.spinner,"aria-hidden":`true`}),a&&i(`svg`,{class:yt.mark,viewBox:`0 0 48 48`,"aria-hidden":`true`,children:i(`path`,{d:bt[a]})}),n&&i(`p`,{class:y.eyebrow,children:n}),i(`h1`,{children:e}),i(`p`,{class:y.lead,children:t}),s,o&&i(`p`,{class:y.actions,children:i(`a`,{class:y.button,"data-look":`primary`,href:o.href,rel:`noreferrer`,children:o.label})})]})})}function St(e,t={}){return new Intl.NumberFormat(st(),t).format(e)}function Ct(e,t=kt()){return At(e,{dateStyle:`long`},t)}function wt(e,t=kt()){return v(`words-moment`,{weekday:At(e,{weekday:`long`},t),day:At(e,{dateStyle:`long`},t),time:At(e,{timeStyle:`short`},t),zone:Tt(e,t)})}function Tt(e,t){let n=jt(t),r=Et(e,n);return/^(UTC|GMT$|Etc\/)/.test(n)?r:`${ct(n)}, ${r}`}function Et(e,t){let n=new Intl.DateTimeFormat(`en-US`,{timeZone:jt(t),timeZoneName:`longOffset`}).formatToParts(e).find(({type:e})=>e===`timeZoneName`)?.value??``,[,r,i,a]=/([+−-])(\d+):?(\d+)?/.exec(n)??[],o=a&&a!==`00`?`:${a}`:``;return!r||Number(i)===0&&!o?`UTC`:`UTC${r===`+`?`+`:`−`}${Number(i)}${o}`}function Dt(e){if(e<60)return v(`words-duration-seconds`,{seconds:Math.floor(e)});let t=Math.floor(e/60);return t<60?v(`words-duration-minutes`,{minutes:t}):v(`words-duration-hours`,{hours:Math.floor(t/60),minutes:t%60})}function Ot(e){let t=Object.entries(e).filter(([,e])=>e>0).map(([e,t])=>St(t,{style:`unit`,unit:e,unitDisplay:`long`}));return new Intl.ListFormat(st(),{type:`unit`}).format(t)}function kt(){return Intl.DateTimeFormat().resolvedOptions().timeZone||`UTC`}function At(e,t,n){return new Intl.DateTimeFormat(st(),{...t,timeZone:jt(n)}).format(e)}function jt(e){try{return new Intl.DateTimeFormat(`en`,{timeZone:e}),e}catch{return`UTC`}}var Mt=[[`days`,864e5],[`hours`,36e5],[`minutes`,6e4],[`seconds`,1e3]];function Nt(e){let t=Math.max(0,Math.ceil(e/1e3)*1e3),n=Mt.map(([e,n])=>{let r=Math.floor(t/n);return t-=r*n,{unit:e,value:r}}),r=n.findIndex(({value:e})=>e>0);return n.slice(r<0?2:Math.min(r,2))}function Pt(e){let t=Math.ceil(e/6e4);if(t<=1)return v(`watch-waiting-opens_soon`);let[n,r,i]=[Math.floor(t/1440),Math.floor(t/60)%24,t%60];return v(`watch-waiting-opens_spoken`,{time:Ot({day:n,hour:r,minute:i})})}function Ft(e){let t=Math.floor(e),[n,r,i]=[Math.floor(t/3600),Math.floor(t/60)%60,t%60],a=String(i).padStart(2,`0`);return n?`${n}:${String(r).padStart(2,`0`)}:${a}`:`${r}:${a}`}function It(e){return e===`attended`||e===`attended_on_demand`?v(`watch-screening-${e}`):``}var Lt={countdown:`_countdown_1c8kg_1`};function Rt(t){let[r,i]=n(t);return e(()=>{let e=setInterval(()=>i(t()),1e3);return()=>clearInterval(e)},[]),r}function zt({label:e,ms:t}){return i(`div`,{class:Lt.countdown,"aria-hidden":`true`,children:[i(`p`,{children:t>0?e:v(`watch-waiting-opening`)}),i(`ol`,{children:Nt(t).map(({unit:e,value:t})=>i(`li`,{children:[i(`b`,{children:String(t).padStart(2,`0`)}),i(`span`,{children:v(`watch-countdown-${e}`,{count:t})})]},e))})]})}function Bt({join:e,now:t}){let n=Date.parse(e.starts_at)-Rt(t);return i(vt,{children:i(`section`,{class:y.card,children:[i(`p`,{class:y.eyebrow,children:v(`watch-room-open`)}),i(`h1`,{children:e.name}),i(`p`,{class:y.lead,role:`status`,children:n>0?v(`watch-room-starts`,{moment:wt(new Date(e.starts_at))}):v(`watch-room-soon`)}),n>0?i(zt,{label:v(`watch-room-begins`),ms:n}):i(`span`,{class:y.spinner,"aria-hidden":`true`}),i(`p`,{class:y.aside,children:v(`watch-room-aside`)})]})})}function Vt(e,t=59e3){let n=[],r=t;for(let t of e){if(r-=JSON.stringify(t).length+1,r<0&&n.length)break;n.push(t)}return n}async function Ht(e,t){try{let n=JSON.stringify(t),r=await fetch(e,{method:`POST`,body:n,keepalive:!0,credentials:`omit`});if(r.status===204)return`taken`;if(r.status>=500||[408,425,429].includes(r.status))return`later`;let{code:i}=await r.json();return i===`clock_moved`||i===`window_closed`||i===`not_registered`?i:r.status===404||i===`unknown_link`?`revoked`:`refused`}catch{return`later`}}var Ut=[`play`,`playing`,`pause`,`seeking`,`seeked`,`waiting`,`stalled`,`ratechange`,`ended`,`emptied`,`error`,`timeupdate`],Wt=3,Gt=1,Kt=250,qt=class{state=`paused`;#e;#t;#n=[];#r=null;#i=1;#a={clock:0,media:0};#o=0;#s;#c=null;#l=!0;#u=0;constructor(e,t){this.#e=e,this.#t=t,this.#s=e.readyState<Wt,this.observe(`attach`)}observe(e){let t=this.#e,n=this.#t();this.#r?this.#f(this.#r,n):!t.seeking&&t.currentTime!==this.#a.media&&(t.readyState>=Wt&&(this.#s=!1),this.#a={clock:n,media:t.currentTime}),e===`waiting`||e===`emptied`||e===`error`?this.#s=!0:(e===`playing`||e===`seeked`&&t.readyState>=Wt)&&(this.#s=!1);let r=this.state;this.state=this.#d();let i=t.playbackRate;return this.#r&&this.state!==`playing`?this.#h(this.#a):this.#r&&i!==this.#i&&this.#h(this.#a,Kt),this.#i=i,!this.#r&&this.state===`playing`&&this.#m(this.#p(n),t.currentTime,n),this.state===`playing`||t.seeking?this.#c=null:this.#c??=t.currentTime,this.state!==r}take(){if(this.observe(`cut`),this.#r){let{clock:e,media:t}=this.#a;this.#h(this.#a,Kt),this.#m(this.#a,t,e),this.#l=!1}return this.#n.splice(0)}interrupt(){return this.#r&&this.#h(this.#a),this.#n.splice(0)}#d(){let e=this.#e;return e.ended?`ended`:e.paused||e.playbackRate<=0?`paused`:e.seeking||this.#s?`buffering`:`playing`}#f(e,t){let n=this.#e,r=this.#a,i=n.duration||1/0,a=Math.min(r.media+(t-r.clock)/1e3*this.#i,i),o=n.currentTime;r.media-o<Kt/1e3&&(o=Math.max(o,r.media)),n.seeking||o<r.media||o>a+Gt?(this.#h({clock:t,media:Math.max(a,r.media)}),this.#a={clock:t,media:o}):(o>r.media&&(this.#o=t),this.#a={clock:t,media:o},e.media+(t-e.clock)/1e3*this.#i-o>Gt&&o<i&&(this.#h(this.#a),this.#s=t-this.#o>Kt))}#p(e){let t=this.#e.currentTime,n=t-(this.#c??t);return n<=0||n>Kt/1e3?{clock:e,media:t}:{clock:Math.max(this.#u,e-n/this.#e.playbackRate*1e3),media:t-n}}#m(e,t,n){this.#r=e,this.#a={clock:n,media:t},this.#o=n,this.#l=!0}#h(e,t=0){let n=this.#r;if(this.#r=null,!n)return;let r=(e.media-n.media)/this.#i*1e3,i=this.#l&&t>0,a=Math.floor(i?Math.max(n.clock,e.clock-r):n.clock),o=Math.round(a+r+Math.min(r,t)),s=Math.min(Math.floor(e.clock),o);s>a&&r>0&&(this.#u=s,this.#n.push([a,s,Jt(n.media),Jt(e.media)]))}};function Jt(e){return Math.round(e*1e3)/1e3}var Yt=1e3,Xt=432e5,Zt=class{zeroAt;#e;#t;constructor(e){this.#e=e,this.#t=e.monotonic(),this.zeroAt=e.wall()}now(){return this.#e.monotonic()-this.#t}worn(){let e=this.now();return e>Xt||Math.abs(this.#e.wall()-this.zeroAt-e)>Yt}},Qt=`latecomer.playback.v1`,$t=1e3,en=3e4,tn=6e4,nn=1e4,rn={4501:`revoked`,4503:`window_closed`,4504:`not_registered`},an=5,on=class{#e;#t;#n;#r=null;#i=!1;#a=0;#o=0;#s=null;#c=0;#l=!1;#u=()=>{};#d=!1;#f=!1;#p=!1;#m=!1;#h=0;#g=0;constructor(e,t,n){this.#e=e,this.#t=t,this.#n=n,this.open()}open(){if(this.#r||this.#d)return;this.#u();let{server:e}=this.#t,t;try{t=this.#e.connect(`${e.replace(/^http/,`ws`)}/ws/playback`,Qt)}catch{this.#w(),this.#S();return}this.#r=t,this.#i=!1,this.#o=0,this.#a=this.#e.monotonic(),this.#s=this.#a,this.#l=!1,this.#u=this.#e.after($t,()=>this.#w()),t.onopen=()=>{this.#u();let{join:e,playback:t}=this.#t;this.#v({type:`hello`,join:e,playback:t,clock_ms:this.#t.clockMs()})},t.onmessage=({data:e})=>{t===this.#r&&this.#y(e)},t.onclose=({code:e})=>{t===this.#r&&this.#b(e)}}flush(){if(!this.#d){if(this.#i)for(let e of this.#t.queue.pending)e.seq<=this.#o||(this.#v({type:`heartbeat`,...e}),this.#o=e.seq,this.#s??=this.#e.monotonic());else this.#f&&this.#T()}}check(){let e=this.#e.monotonic();if(this.#r&&this.#s!==null&&e-this.#s>en){let e=this.#r;this.#b(1006),e.close()}else this.#f&&this.#T()}leave(){let{server:e,join:t,playback:n,queue:r}=this.#t,i=r.pending;for(;i.length&&!this.#d;){let r=Vt(i),a=JSON.stringify({join:t,playback:n,clock_ms:this.#t.clockMs(),heartbeats:r});if(!this.#e.sendBeacon(`${e}/beacon`,a))break;i=i.slice(r.length)}this.#_()}end(){this.#d=!0,this.#_()}#_(){this.#u();let e=this.#r;this.#r=null,e&&(this.#i&&e.send(`{"type":"bye"}`),this.#i=!1,e.close(1e3))}#v(e){this.#r?.send(JSON.stringify(e))}#y(e){let t;try{t=JSON.parse(String(e))}catch{return}let{queue:n}=this.#t;switch(t.type){case`welcome`:this.#i=this.#p=!0,this.#f=!1,this.#n.welcome(t),this.flush(),this.#x();break;case`ack`:n.discardThrough(Math.min(t.seq,this.#o)),this.#x(),this.#n.ack(t);break;case`error`:t.seq!==void 0&&(n.discard([t.seq]),this.#x(),this.#n.settled());break;case`status`:this.#n.status(t.status);break;case`stop`:this.#E(t.reason);break;case`reconnect`:this.#l=!0,this.#u(),this.#u=this.#e.after((t.after_s+this.#e.random())*1e3,()=>{this.#_(),this.open()})}}#b(e){this.#r=null;let t=this.#i;this.#i=!1,this.#s=null,e===4005?this.#n.clockMoved():e>=4500&&e<=4999?this.#E(rn[e]??`refused`):(t&&this.#e.monotonic()-this.#a>nn&&(this.#c=0),e===4006||e===4007?this.#c=Math.max(this.#c,an):t||this.#w(),this.#l||this.#S())}#x(){let e=this.#t.queue.pending[0];this.#s=e&&e.seq<=this.#o?this.#e.monotonic():null}#S(){this.#u(),this.#u=this.#e.after(this.#C(this.#c++),()=>this.open())}#C(e){return this.#e.random()*Math.min(tn,1e3*2**Math.min(e,6))}#w(){this.#f=!0,this.#T()}async#T(){let{server:e,join:t,playback:n,queue:r}=this.#t,i=()=>!this.#d&&this.#f&&(r.pending.length>0||!this.#p);if(!this.#m){for(this.#m=!0;i()&&this.#e.monotonic()>=this.#g;){let i=Vt(r.pending),a={join:t,playback:n,clock_ms:this.#t.clockMs(),heartbeats:i},o=await this.#e.post(`${e}/beacon`,a);if(o===`taken`)this.#p=!0,this.#h=0,r.discard(i.map(e=>e.seq)),this.#n.settled();else if(o===`later`)this.#g=this.#e.monotonic()+this.#C(1+this.#h++);else if(this.#d)break;else o===`clock_moved`?this.#n.clockMoved():this.#E(o)}this.#m=!1}}#E(e){this.#d||(this.#n.stop(e),this.end())}},sn=50,cn=4e3,ln=.05,un=class{#e=[];#t=0;get pending(){return this.#e}add(e,t){for(let n=0;n===0||n<t.length;n+=200)this.#e.push({seq:++this.#t,state:e,segments:t.slice(n,n+200)});this.#n()}discardThrough(e){this.#e=this.#e.filter(t=>t.seq>e)}discard(e){this.#e=this.#e.filter(t=>!e.includes(t.seq))}#n(){let e=this.#e;for(let t=0;e.length>sn&&t+1<e.length;){let[n,r]=[e[t],e[t+1]],i=dn(n.segments,r.segments);i.length<=200?e.splice(t,2,{...r,segments:i}):t++}let t=e.reduce((e,t)=>e+t.segments.length,0);for(;t>cn;)t-=e.shift()?.segments.length??t}};function dn(e,t){let[n,r]=[e.at(-1),t[0]];return!n||!r||n[1]!==r[0]||n[3]!==r[2]||Math.abs(fn(n)-fn(r))>ln?[...e,...t]:[...e.slice(0,-1),[n[0],r[1],n[2],r[3]],...t.slice(1)]}function fn([e,t,n,r]){return(r-n)*1e3/(t-e)}var pn=250,mn=6e4,hn=class{playback=``;#e;#t;#n;#r;#i;#a;#o;#s=null;#c=1e4;#l=0;#u=null;#d=!1;#f=!1;#p=null;#m=!1;#h;#g=!1;#_=0;constructor(e,t,n){this.#e=e,this.#t=t,this.#n=n,this.#h=e.shelf.load(n.server,e.wall()),this.#v()}get state(){return this.#f&&this.#i.state===`playing`?`paused`:this.#i.state}handle(e){if(this.#d||(this.#r.worn()&&this.#y(),this.#i.observe(e)&&(this.#u??=this.#e.after(pn,()=>this.report())),e!==`tick`))return;let t=this.#r.now()-this.#l>=this.#c-pn;this.state===`playing`&&t&&this.report(),this.#o.check(),this.#T()}report(){if(this.#d)return;this.#u?.(),this.#u=null,this.#l=this.#r.now();let e=this.#i.take();this.#a.add(this.state,e),this.#w(),this.#o.flush()}reportIfPlayed(){(this.#u||this.state===`playing`)&&this.report()}leave(){let e=this.#u||this.state===`playing`;this.#f=!0,e&&this.report(),this.#d||this.#o.leave()}comeBack(){this.#f=!1,this.handle(`tick`),this.#d||this.#o.open()}end(){this.leave(),this.#S()}#v(){let{server:e,join:t}=this.#n;this.playback=this.#e.uuid(),this.#s=this.#p=null,this.#m=!1,this.#l=0;let n=new Zt(this.#e),r=new un;this.#r=n,this.#a=r,this.#i=new qt(this.#t,()=>n.now());let i={server:e,join:t,playback:this.playback,queue:r,clockMs:()=>Math.floor(n.now())};this.#o=new on(this.#e,i,{welcome:e=>{this.#c=e.heartbeat_s*1e3,this.#m=!0,this.#s=Date.parse(e.anchor_at),this.#p=Date.parse(e.server_time)-this.#e.monotonic(),this.#w(),this.#n.onWelcome?.(e),this.#T()},ack:e=>{this.#w(),this.#n.onAck?.(e)},status:e=>this.#n.onStatus?.(e),settled:()=>{this.#m=!0,this.#w(),this.#T()},clockMoved:()=>this.#y(),stop:e=>this.#x(e)}),this.#i.state===`playing`&&this.report()}#y(){this.#u?.(),this.#u=null,this.#b(),this.#o.end(),this.#v()}#b(){let e=this.#i.interrupt();e.length&&this.#a.add(this.state,e),this.#w(),this.#a.pending.length&&this.#h.push(this.#C())}#x(e){this.#d||(this.#b(),this.#S(),this.#m=!0,e===`window_closed`&&this.#T(),this.#n.onStop?.(e))}#S(){this.#d=!0,this.#u?.(),this.#o.end()}#C(){let{server:e,join:t}=this.#n;return{server:e,join:t,playback:this.playback,zeroAt:this.#r.zeroAt,anchorAt:this.#s,heartbeats:this.#a.pending}}#w(){this.#e.shelf.save(this.#C())}async#T(){if(!(!this.#m||this.#g||this.#e.monotonic()<this.#_)){this.#g=!0;for(let e of[...this.#h]){for(;e.heartbeats.length;){let{join:t,playback:n}=e,r=Vt(e.heartbeats),i={join:t,playback:n,clock_ms:this.#E(e),heartbeats:r},a=await this.#e.post(`${e.server}/beacon`,i);if(a===`later`){this.#_=this.#e.monotonic()+mn*this.#e.random(),this.#g=!1;return}if(a!==`taken`)break;e.heartbeats=e.heartbeats.slice(r.length),this.#e.shelf.forget(n,r.map(({seq:e})=>e))}this.#h=this.#h.filter(t=>t!==e)}this.#g=!1}}#E(e){let t=e.anchorAt!==null&&this.#p!==null?this.#p+this.#e.monotonic()-e.anchorAt:this.#e.wall()-e.zeroAt;return Math.max(0,Math.floor(t))}},gn=`latecomer.rest.`,_n=1296e5,vn=class{#e;constructor(e){this.#e=e}save(e){let t=e.heartbeats.length?JSON.stringify(e):null;for(let n of this.#e)try{t?n.setItem(gn+e.playback,t):n.removeItem(gn+e.playback),t=null}catch{}}forget(e,t){for(let n of this.#e){let r=xn(bn(n,gn+e));r&&this.save({...r,heartbeats:r.heartbeats.filter(({seq:e})=>!t.includes(e))})}}load(e,t){let n=new Map;for(let r of this.#e)for(let i of yn(r)){let a=xn(bn(r,i));!a||t-a.zeroAt>_n?r.removeItem(i):a.server===e&&n.set(a.playback,a)}return[...n.values()]}};function yn(e){try{return Object.keys(e).filter(e=>e.startsWith(gn))}catch{return[]}}function bn(e,t){try{return e.getItem(t)}catch{return null}}function xn(e){try{let t=JSON.parse(e??``);return Array.isArray(t.heartbeats)&&t.playback&&t.zeroAt?t:null}catch{return null}}var Sn=`latecomer.join`,Cn=document.currentScript,wn=new WeakMap;function Tn(e,t={}){let n=wn.get(e);if(n)return n;let r=t.join||En(),i=(t.server??Dn())?.replace(/\/+$/,``);if(!r||!i)throw Error(`Latecomer: no ${r?`server`:`join token`} to report with`);let a=(t,n)=>r=>{e.dispatchEvent(new CustomEvent(`latecomer:${t}`,{detail:r})),n?.(r)},o=new hn(On(),e,{join:r,server:i,onWelcome:a(`welcome`,t.onWelcome),onAck:a(`ack`,t.onAck),onStatus:a(`status`,t.onStatus),onStop:a(`stop`,t.onStop)}),s=[],c=(e,t,n)=>{e.addEventListener(t,n),s.push(()=>e.removeEventListener(t,n))};for(let t of Ut)c(e,t,()=>o.handle(t));let l=setInterval(()=>o.handle(`tick`),1e3);c(document,`visibilitychange`,()=>document.hidden&&o.reportIfPlayed()),c(window,`pagehide`,()=>o.leave()),c(window,`pageshow`,()=>o.comeBack()),c(window,`online`,()=>o.comeBack());let u={get playback(){return o.playback},get state(){return o.state},report:()=>o.report(),detach(){clearInterval(l);for(let e of s)e();o.end(),wn.delete(e)}};return wn.set(e,u),u}function En(){let e=location.hash.slice(1).split(`&`),t=e.find(e=>e.startsWith(`latecomer=`)),n=t?decodeURIComponent(t.slice(10)):null;if(t){let n=e.filter(e=>e!==t).join(`&`);history.replaceState(history.state,``,location.pathname+location.search+(n&&`#${n}`))}try{return n&&sessionStorage.setItem(Sn,n),n??sessionStorage.getItem(Sn)}catch{return n}}function Dn(){return Cn?.dataset.server??(Cn?.src?new URL(`.`,Cn.src).href:null)}function On(){return{connect:(e,t)=>new WebSocket(e,t),post:Ht,sendBeacon:(e,t)=>navigator.sendBeacon(e,t),after(e,t){let n=setTimeout(t,e);return()=>clearTimeout(n)},monotonic:()=>performance.now(),wall:()=>Date.now(),random:()=>Math.random(),uuid:An,shelf:new vn(kn())}}function kn(){let e=[];for(let t of[`localStorage`,`sessionStorage`])try{e.push(window[t])}catch{}return e}function An(){if(crypto.randomUUID)return crypto.randomUUID();let e=[...crypto.getRandomValues(new Uint8Array(16))].map(e=>e.toString(16).padStart(2,`0`)).join(``),t=`89ab`[Number.parseInt(e.charAt(16),16)&3];return`${e.slice(0,8)}-${e.slice(8,12)}-4${e.slice(13,16)}-${t}${e.slice(17,20)}-${e.slice(20)}`}function jn(e){let t=e.dataset.join||En();if(!t)return;let n=()=>document.querySelector(e.dataset.media||`video, audio`),r=()=>{let e=n();return e instanceof HTMLMediaElement&&(Tn(e,{join:t}),!0)};if(r())return;let i=new MutationObserver(()=>r()&&i.disconnect());i.observe(document,{childList:!0,subtree:!0})}Cn&&Cn.dataset.attach!==`manual`&&jn(Cn);var Mn=3,Nn=1e3;function Pn({startsAt:e,now:t}){return(t()-e)/1e3}function Fn(e,t){let n=()=>{let n=Pn(t),r=e.duration>0&&n>=e.duration;e.paused||e.seeking||n<0||r||Math.abs(e.currentTime-n)>Mn&&(e.currentTime=n)},r=[`play`,`seeked`,`loadedmetadata`];for(let t of r)e.addEventListener(t,n);let i=setInterval(n,Nn);return()=>{clearInterval(i);for(let t of r)e.removeEventListener(t,n)}}var b={MEDIA_PLAY_REQUEST:`mediaplayrequest`,MEDIA_PAUSE_REQUEST:`mediapauserequest`,MEDIA_MUTE_REQUEST:`mediamuterequest`,MEDIA_UNMUTE_REQUEST:`mediaunmuterequest`,MEDIA_LOOP_REQUEST:`medialooprequest`,MEDIA_VOLUME_REQUEST:`mediavolumerequest`,MEDIA_SEEK_REQUEST:`mediaseekrequest`,MEDIA_AIRPLAY_REQUEST:`mediaairplayrequest`,MEDIA_ENTER_FULLSCREEN_REQUEST:`mediaenterfullscreenrequest`,MEDIA_EXIT_FULLSCREEN_REQUEST:`mediaexitfullscreenrequest`,MEDIA_PREVIEW_REQUEST:`mediapreviewrequest`,MEDIA_ENTER_PIP_REQUEST:`mediaenterpiprequest`,MEDIA_EXIT_PIP_REQUEST:`mediaexitpiprequest`,MEDIA_ENTER_CAST_REQUEST:`mediaentercastrequest`,MEDIA_EXIT_CAST_REQUEST:`mediaexitcastrequest`,MEDIA_SHOW_TEXT_TRACKS_REQUEST:`mediashowtexttracksrequest`,MEDIA_HIDE_TEXT_TRACKS_REQUEST:`mediahidetexttracksrequest`,MEDIA_SHOW_SUBTITLES_REQUEST:`mediashowsubtitlesrequest`,MEDIA_DISABLE_SUBTITLES_REQUEST:`mediadisablesubtitlesrequest`,MEDIA_TOGGLE_SUBTITLES_REQUEST:`mediatogglesubtitlesrequest`,MEDIA_PLAYBACK_RATE_REQUEST:`mediaplaybackraterequest`,MEDIA_RENDITION_REQUEST:`mediarenditionrequest`,MEDIA_AUDIO_TRACK_REQUEST:`mediaaudiotrackrequest`,MEDIA_SEEK_TO_LIVE_REQUEST:`mediaseektoliverequest`,REGISTER_MEDIA_STATE_RECEIVER:`registermediastatereceiver`,UNREGISTER_MEDIA_STATE_RECEIVER:`unregistermediastatereceiver`},x={MEDIA_CHROME_ATTRIBUTES:`mediachromeattributes`,MEDIA_CONTROLLER:`mediacontroller`},In={MEDIA_AIRPLAY_UNAVAILABLE:`mediaAirplayUnavailable`,MEDIA_AUDIO_TRACK_ENABLED:`mediaAudioTrackEnabled`,MEDIA_AUDIO_TRACK_LIST:`mediaAudioTrackList`,MEDIA_AUDIO_TRACK_UNAVAILABLE:`mediaAudioTrackUnavailable`,MEDIA_BUFFERED:`mediaBuffered`,MEDIA_CAST_UNAVAILABLE:`mediaCastUnavailable`,MEDIA_CHAPTERS_CUES:`mediaChaptersCues`,MEDIA_CURRENT_TIME:`mediaCurrentTime`,MEDIA_DURATION:`mediaDuration`,MEDIA_ENDED:`mediaEnded`,MEDIA_ERROR:`mediaError`,MEDIA_ERROR_CODE:`mediaErrorCode`,MEDIA_ERROR_MESSAGE:`mediaErrorMessage`,MEDIA_FULLSCREEN_UNAVAILABLE:`mediaFullscreenUnavailable`,MEDIA_HAS_PLAYED:`mediaHasPlayed`,MEDIA_HEIGHT:`mediaHeight`,MEDIA_IS_AIRPLAYING:`mediaIsAirplaying`,MEDIA_IS_CASTING:`mediaIsCasting`,MEDIA_IS_FULLSCREEN:`mediaIsFullscreen`,MEDIA_IS_PIP:`mediaIsPip`,MEDIA_LOADING:`mediaLoading`,MEDIA_MUTED:`mediaMuted`,MEDIA_LOOP:`mediaLoop`,MEDIA_PAUSED:`mediaPaused`,MEDIA_PIP_UNAVAILABLE:`mediaPipUnavailable`,MEDIA_PLAYBACK_RATE:`mediaPlaybackRate`,MEDIA_PREVIEW_CHAPTER:`mediaPreviewChapter`,MEDIA_PREVIEW_COORDS:`mediaPreviewCoords`,MEDIA_PREVIEW_IMAGE:`mediaPreviewImage`,MEDIA_PREVIEW_TIME:`mediaPreviewTime`,MEDIA_RENDITION_LIST:`mediaRenditionList`,MEDIA_RENDITION_SELECTED:`mediaRenditionSelected`,MEDIA_RENDITION_UNAVAILABLE:`mediaRenditionUnavailable`,MEDIA_SEEKABLE:`mediaSeekable`,MEDIA_STREAM_TYPE:`mediaStreamType`,MEDIA_SUBTITLES_LIST:`mediaSubtitlesList`,MEDIA_SUBTITLES_SHOWING:`mediaSubtitlesShowing`,MEDIA_TARGET_LIVE_WINDOW:`mediaTargetLiveWindow`,MEDIA_TIME_IS_LIVE:`mediaTimeIsLive`,MEDIA_VOLUME:`mediaVolume`,MEDIA_VOLUME_LEVEL:`mediaVolumeLevel`,MEDIA_VOLUME_UNAVAILABLE:`mediaVolumeUnavailable`,MEDIA_LANG:`mediaLang`,MEDIA_WIDTH:`mediaWidth`},Ln=Object.entries(In),S=Ln.reduce((e,[t,n])=>(e[t]=n.toLowerCase(),e),{}),Rn=Ln.reduce((e,[t,n])=>(e[t]=n.toLowerCase(),e),{USER_INACTIVE_CHANGE:`userinactivechange`,BREAKPOINTS_CHANGE:`breakpointchange`,BREAKPOINTS_COMPUTED:`breakpointscomputed`});Object.entries(Rn).reduce((e,[t,n])=>{let r=S[t];return r&&(e[n]=r),e},{userinactivechange:`userinactive`});var zn=Object.entries(S).reduce((e,[t,n])=>{let r=Rn[t];return r&&(e[n]=r),e},{userinactive:`userinactivechange`}),Bn={SUBTITLES:`subtitles`,CAPTIONS:`captions`,DESCRIPTIONS:`descriptions`,CHAPTERS:`chapters`,METADATA:`metadata`},Vn={DISABLED:`disabled`,HIDDEN:`hidden`,SHOWING:`showing`},Hn={MOUSE:`mouse`,PEN:`pen`,TOUCH:`touch`},C={UNAVAILABLE:`unavailable`,UNSUPPORTED:`unsupported`},Un={LIVE:`live`,ON_DEMAND:`on-demand`,UNKNOWN:`unknown`},Wn={INLINE:`inline`,FULLSCREEN:`fullscreen`,PICTURE_IN_PICTURE:`picture-in-picture`};function Gn(e){let t={};for(let n of e)t[n.name]=n.value;return t}function Kn(e){return qn(e)??Qn(e,`media-controller`)}function qn(e){let{MEDIA_CONTROLLER:t}=x,n=e.getAttribute(t);if(n)return er(e)?.getElementById(n)}var Jn=(e,t,n=`.value`)=>{let r=e.querySelector(n);r&&(r.textContent=t)},Yn=(e,t)=>{let n=`slot[name="${t}"]`,r=e.shadowRoot.querySelector(n);return r?r.children:[]},Xn=(e,t)=>Yn(e,t)[0],Zn=(e,t)=>!e||!t?!1:e?.contains(t)?!0:Zn(e,t.getRootNode().host),Qn=(e,t)=>e?e.closest(t)||Qn(e.getRootNode().host,t):null;function $n(e=document){let t=e?.activeElement;return t?$n(t.shadowRoot)??t:null}function er(e){let t=(e?.getRootNode)?.call(e);return t instanceof ShadowRoot||t instanceof Document?t:null}function tr(e,{depth:t=3,checkOpacity:n=!0,checkVisibilityCSS:r=!0}={}){if(e.checkVisibility)return e.checkVisibility({checkOpacity:n,checkVisibilityCSS:r});let i=e;for(;i&&t>0;){let e=getComputedStyle(i);if(n&&e.opacity===`0`||r&&e.visibility===`hidden`||e.display===`none`)return!1;i=i.parentElement,t--}return!0}function nr(e,t,n,r){let i=r.x-n.x,a=r.y-n.y,o=i*i+a*a;if(o===0)return 0;let s=((e-n.x)*i+(t-n.y)*a)/o;return Math.max(0,Math.min(1,s))}function w(e,t){return rr(e,e=>e===t)||ir(e,t)}function rr(e,t){let n;for(n of e.querySelectorAll(`style:not([media])`)??[]){let e;try{e=n.sheet?.cssRules}catch{continue}for(let n of e??[])if(t(n.selectorText))return n}}function ir(e,t){let n=e.querySelectorAll(`style:not([media])`)??[],r=n?.[n.length-1];if(!r?.sheet)return console.warn(`Media Chrome: No style sheet found on style tag of`,e),{style:{setProperty:()=>{},removeProperty:()=>``,getPropertyValue:()=>``}};let i=r?.sheet.insertRule(`${t}{}`,r.sheet.cssRules.length);return r.sheet.cssRules?.[i]}function T(e,t,n=NaN){let r=e.getAttribute(t);return r==null?n:+r}function E(e,t,n){let r=+n;n==null||Number.isNaN(r)?e.hasAttribute(t)&&e.removeAttribute(t):T(e,t,void 0)!==r&&e.setAttribute(t,`${r}`)}function D(e,t){return e.hasAttribute(t)}function O(e,t,n){n==null?e.hasAttribute(t)&&e.removeAttribute(t):D(e,t)!=n&&e.toggleAttribute(t,n)}function k(e,t,n=null){return e.getAttribute(t)??n}function A(e,t,n){if(n==null){e.hasAttribute(t)&&e.removeAttribute(t);return}let r=`${n}`;k(e,t,void 0)!==r&&e.setAttribute(t,r)}var ar=class{addEventListener(){}removeEventListener(){}dispatchEvent(){return!0}},or=class extends ar{},sr=class extends or{constructor(){super(...arguments),this.role=null}},cr=class{observe(){}unobserve(){}disconnect(){}},lr={createElement:function(){return new ur.HTMLElement},createElementNS:function(){return new ur.HTMLElement},addEventListener(){},removeEventListener(){},dispatchEvent(e){return!1}},ur={ResizeObserver:cr,document:lr,Node:or,Element:sr,HTMLElement:class extends sr{constructor(){super(...arguments),this.innerHTML=``}get content(){return new ur.DocumentFragment}},DocumentFragment:class extends ar{},customElements:{get:function(){},define:function(){},whenDefined:function(){}},localStorage:{getItem(e){return null},setItem(e,t){},removeItem(e){}},CustomEvent:function(){},getComputedStyle:function(){},navigator:{languages:[],get userAgent(){return``}},matchMedia(e){return{matches:!1,media:e}},DOMParser:class{parseFromString(e,t){return{body:{textContent:e}}}}},dr=`global`in globalThis&&(globalThis==null?void 0:globalThis.global)===globalThis||typeof window>`u`||window.customElements===void 0,fr=Object.keys(ur).every(e=>e in globalThis),j=dr&&!fr?ur:globalThis,M=dr&&!fr?lr:globalThis.document,pr={PLACEMENT:`placement`,BOUNDS:`bounds`};function mr(e){return`
    <style>
      :host {
        --_tooltip-background-color: var(--media-tooltip-background-color, var(--media-secondary-color, rgba(20, 20, 30, .7)));
        --_tooltip-background: var(--media-tooltip-background, var(--_tooltip-background-color));
        --_tooltip-arrow-half-width: calc(var(--media-tooltip-arrow-width, 12px) / 2);
        --_tooltip-arrow-height: var(--media-tooltip-arrow-height, 5px);
        --_tooltip-arrow-background: var(--media-tooltip-arrow-color, var(--_tooltip-background-color));
        position: relative;
        pointer-events: none;
        display: var(--media-tooltip-display, inline-flex);
        justify-content: center;
        align-items: center;
        box-sizing: border-box;
        z-index: var(--media-tooltip-z-index, 1);
        background: var(--_tooltip-background);
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        font: var(--media-font,
          var(--media-font-weight, 400)
          var(--media-font-size, 13px) /
          var(--media-text-content-height, var(--media-control-height, 18px))
          var(--media-font-family, helvetica neue, segoe ui, roboto, arial, sans-serif));
        padding: var(--media-tooltip-padding, .35em .7em);
        border: var(--media-tooltip-border, none);
        border-radius: var(--media-tooltip-border-radius, 5px);
        filter: var(--media-tooltip-filter, drop-shadow(0 0 4px rgba(0, 0, 0, .2)));
        white-space: var(--media-tooltip-white-space, nowrap);
      }

      :host([hidden]) {
        display: none;
      }

      img, svg {
        display: inline-block;
      }

      #arrow {
        position: absolute;
        width: 0px;
        height: 0px;
        border-style: solid;
        display: var(--media-tooltip-arrow-display, block);
      }

      :host(:not([placement])),
      :host([placement="top"]) {
        position: absolute;
        bottom: calc(100% + var(--media-tooltip-distance, 12px));
        left: 50%;
        transform: translate(calc(-50% - var(--media-tooltip-offset-x, 0px)), 0);
      }
      :host(:not([placement])) #arrow,
      :host([placement="top"]) #arrow {
        top: 100%;
        left: 50%;
        border-width: var(--_tooltip-arrow-height) var(--_tooltip-arrow-half-width) 0 var(--_tooltip-arrow-half-width);
        border-color: var(--_tooltip-arrow-background) transparent transparent transparent;
        transform: translate(calc(-50% + var(--media-tooltip-offset-x, 0px)), 0);
      }

      :host([placement="right"]) {
        position: absolute;
        left: calc(100% + var(--media-tooltip-distance, 12px));
        top: 50%;
        transform: translate(0, -50%);
      }
      :host([placement="right"]) #arrow {
        top: 50%;
        right: 100%;
        border-width: var(--_tooltip-arrow-half-width) var(--_tooltip-arrow-height) var(--_tooltip-arrow-half-width) 0;
        border-color: transparent var(--_tooltip-arrow-background) transparent transparent;
        transform: translate(0, -50%);
      }

      :host([placement="bottom"]) {
        position: absolute;
        top: calc(100% + var(--media-tooltip-distance, 12px));
        left: 50%;
        transform: translate(calc(-50% - var(--media-tooltip-offset-x, 0px)), 0);
      }
      :host([placement="bottom"]) #arrow {
        bottom: 100%;
        left: 50%;
        border-width: 0 var(--_tooltip-arrow-half-width) var(--_tooltip-arrow-height) var(--_tooltip-arrow-half-width);
        border-color: transparent transparent var(--_tooltip-arrow-background) transparent;
        transform: translate(calc(-50% + var(--media-tooltip-offset-x, 0px)), 0);
      }

      :host([placement="left"]) {
        position: absolute;
        right: calc(100% + var(--media-tooltip-distance, 12px));
        top: 50%;
        transform: translate(0, -50%);
      }
      :host([placement="left"]) #arrow {
        top: 50%;
        left: 100%;
        border-width: var(--_tooltip-arrow-half-width) 0 var(--_tooltip-arrow-half-width) var(--_tooltip-arrow-height);
        border-color: transparent transparent transparent var(--_tooltip-arrow-background);
        transform: translate(0, -50%);
      }
      
      :host([placement="none"]) #arrow {
        display: none;
      }
    </style>
    <slot></slot>
    <div id="arrow"></div>
  `}var hr=class extends j.HTMLElement{constructor(){if(super(),this.updateXOffset=()=>{if(!tr(this,{checkOpacity:!1,checkVisibilityCSS:!1}))return;let e=this.placement;if(e===`left`||e===`right`){this.style.removeProperty(`--media-tooltip-offset-x`);return}let t=getComputedStyle(this),n=Qn(this,`#`+this.bounds)??Kn(this);if(!n)return;let{x:r,width:i}=n.getBoundingClientRect(),{x:a,width:o}=this.getBoundingClientRect(),s=a+o,c=r+i,l=t.getPropertyValue(`--media-tooltip-offset-x`),u=l?parseFloat(l.replace(`px`,``)):0,d=t.getPropertyValue(`--media-tooltip-container-margin`),f=d?parseFloat(d.replace(`px`,``)):0,p=a-r+u-f,m=s-c+u+f;p<0?this.style.setProperty(`--media-tooltip-offset-x`,`${p}px`):m>0?this.style.setProperty(`--media-tooltip-offset-x`,`${m}px`):this.style.removeProperty(`--media-tooltip-offset-x`)},!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=Gn(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}if(this.arrowEl=this.shadowRoot.querySelector(`#arrow`),Object.prototype.hasOwnProperty.call(this,`placement`)){let e=this.placement;delete this.placement,this.placement=e}}static get observedAttributes(){return[pr.PLACEMENT,pr.BOUNDS]}get placement(){return k(this,pr.PLACEMENT)}set placement(e){A(this,pr.PLACEMENT,e)}get bounds(){return k(this,pr.BOUNDS)}set bounds(e){A(this,pr.BOUNDS,e)}};hr.shadowRootOptions={mode:`open`},hr.getTemplateHTML=mr,j.customElements.get(`media-tooltip`)||j.customElements.define(`media-tooltip`,hr);var gr=hr,_r=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},N=(e,t,n)=>(_r(e,t,`read from private field`),n?n.call(e):t.get(e)),vr=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},yr=(e,t,n,r)=>(_r(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),br=(e,t,n)=>(_r(e,t,`access private method`),n),xr,Sr,Cr,wr,Tr,Er,Dr,Or,kr,Ar={TOOLTIP_PLACEMENT:`tooltipplacement`,DISABLED:`disabled`,NO_TOOLTIP:`notooltip`};function jr(e,t={}){return`
    <style>
      :host {
        position: relative;
        font: var(--media-font,
          var(--media-font-weight, bold)
          var(--media-font-size, 14px) /
          var(--media-text-content-height, var(--media-control-height, 24px))
          var(--media-font-family, helvetica neue, segoe ui, roboto, arial, sans-serif));
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        background: var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7)));
        padding: var(--media-button-padding, var(--media-control-padding, 10px));
        justify-content: var(--media-button-justify-content, center);
        display: inline-flex;
        align-items: center;
        vertical-align: middle;
        box-sizing: border-box;
        transition: background .15s linear;
        pointer-events: auto;
        cursor: var(--media-cursor, pointer);
        -webkit-tap-highlight-color: transparent;
      }

      
      :host(:focus-visible) {
        box-shadow: var(--media-focus-box-shadow, inset 0 0 0 2px rgb(27 127 204 / .9));
        outline: 0;
      }
      
      :host(:where(:focus)) {
        box-shadow: none;
        outline: 0;
      }

      :host(:hover) {
        background: var(--media-control-hover-background, rgba(50 50 70 / .7));
      }

      slot[name="icon"] {
        display: inline-flex;
        align-items: center;
      }

      svg, img, ::slotted(svg), ::slotted(img) {
        width: var(--media-button-icon-width);
        height: var(--media-button-icon-height, var(--media-control-height, 24px));
        transform: var(--media-button-icon-transform);
        transition: var(--media-button-icon-transition);
        fill: var(--media-icon-color, var(--media-primary-color, rgb(238 238 238)));
        vertical-align: middle;
        max-width: 100%;
        max-height: 100%;
        min-width: 100%;
      }

      media-tooltip {
        
        max-width: 0;
        overflow-x: clip;
        opacity: 0;
        transition: opacity .3s, max-width 0s 9s;
      }

      :host(:hover) media-tooltip,
      :host(:focus-visible) media-tooltip {
        max-width: 100vw;
        opacity: 1;
        transition: opacity .3s;
      }

      :host([notooltip]) slot[name="tooltip"] {
        display: none;
      }
    </style>

    ${this.getSlotTemplateHTML(e,t)}

    <slot name="tooltip">
      <media-tooltip part="tooltip" aria-hidden="true">
        <template shadowrootmode="${gr.shadowRootOptions.mode}">
          ${gr.getTemplateHTML({})}
        </template>
        <slot name="tooltip-content">
          ${this.getTooltipContentHTML(e)}
        </slot>
      </media-tooltip>
    </slot>
  `}function Mr(e,t){return`
    <slot></slot>
  `}function Nr(){return``}var P=class extends j.HTMLElement{constructor(){if(super(),vr(this,Cr),vr(this,Or),vr(this,xr,void 0),this.preventClick=!1,this.tooltipEl=null,vr(this,Sr,e=>{this.preventClick||this.handleClick(e),setTimeout(N(this,Tr),0)}),vr(this,Tr,()=>{var e,t;(t=(e=this.tooltipEl)?.updateXOffset)==null||t.call(e)}),vr(this,Er,e=>{let{key:t}=e;this.keysUsed.includes(t)?this.preventClick||this.handleClick(e):this.removeEventListener(`keyup`,N(this,Er))}),vr(this,Dr,e=>{let{metaKey:t,altKey:n,key:r}=e;t||n||!this.keysUsed.includes(r)?this.removeEventListener(`keyup`,N(this,Er)):this.addEventListener(`keyup`,N(this,Er),{once:!0})}),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=Gn(this.attributes),t=this.constructor.getTemplateHTML(e);this.shadowRoot.setHTMLUnsafe?this.shadowRoot.setHTMLUnsafe(t):this.shadowRoot.innerHTML=t}this.tooltipEl=this.shadowRoot.querySelector(`media-tooltip`)}static get observedAttributes(){return[`disabled`,Ar.TOOLTIP_PLACEMENT,x.MEDIA_CONTROLLER,S.MEDIA_LANG]}enable(){this.addEventListener(`click`,N(this,Sr)),this.addEventListener(`keydown`,N(this,Dr)),this.tabIndex=0}disable(){this.removeEventListener(`click`,N(this,Sr)),this.removeEventListener(`keydown`,N(this,Dr)),this.removeEventListener(`keyup`,N(this,Er)),this.tabIndex=-1}attributeChangedCallback(e,t,n){var r,i,a,o;e===x.MEDIA_CONTROLLER?(t&&((i=(r=N(this,xr))?.unassociateElement)==null||i.call(r,this),yr(this,xr,null)),n&&this.isConnected&&(yr(this,xr,this.getRootNode()?.getElementById(n)),(o=(a=N(this,xr))?.associateElement)==null||o.call(a,this))):e===`disabled`&&n!==t?n==null?this.enable():this.disable():e===Ar.TOOLTIP_PLACEMENT&&this.tooltipEl&&n!==t?this.tooltipEl.placement=n:e===S.MEDIA_LANG&&(this.shadowRoot.querySelector(`slot[name="tooltip-content"]`).innerHTML=this.constructor.getTooltipContentHTML()),br(this,Cr,wr).call(this)&&N(this,Tr).call(this)}connectedCallback(){var e,t;let{style:n}=w(this.shadowRoot,`:host`);n.setProperty(`display`,`var(--media-control-display, var(--${this.localName}-display, inline-flex))`),this.hasAttribute(`disabled`)?this.disable():this.enable(),this.setAttribute(`role`,`button`);let r=this.getAttribute(x.MEDIA_CONTROLLER);r&&(yr(this,xr,this.getRootNode()?.getElementById(r)),(t=(e=N(this,xr))?.associateElement)==null||t.call(e,this)),j.customElements.whenDefined(`media-tooltip`).then(()=>br(this,Or,kr).call(this))}disconnectedCallback(){var e,t;this.disable(),(t=(e=N(this,xr))?.unassociateElement)==null||t.call(e,this),yr(this,xr,null),this.removeEventListener(`mouseenter`,N(this,Tr)),this.removeEventListener(`focus`,N(this,Tr)),this.removeEventListener(`click`,N(this,Sr))}get keysUsed(){return[`Enter`,` `]}get tooltipPlacement(){return k(this,Ar.TOOLTIP_PLACEMENT)}set tooltipPlacement(e){A(this,Ar.TOOLTIP_PLACEMENT,e)}get mediaController(){return k(this,x.MEDIA_CONTROLLER)}set mediaController(e){A(this,x.MEDIA_CONTROLLER,e)}get disabled(){return D(this,Ar.DISABLED)}set disabled(e){O(this,Ar.DISABLED,e)}get noTooltip(){return D(this,Ar.NO_TOOLTIP)}set noTooltip(e){O(this,Ar.NO_TOOLTIP,e)}handleClick(e){}};xr=new WeakMap,Sr=new WeakMap,Cr=new WeakSet,wr=function(){try{return this.matches(`:hover, :focus-visible`)}catch{return this.matches(`:hover, :focus`)}},Tr=new WeakMap,Er=new WeakMap,Dr=new WeakMap,Or=new WeakSet,kr=function(){this.addEventListener(`mouseenter`,N(this,Tr)),this.addEventListener(`focus`,N(this,Tr)),this.addEventListener(`click`,N(this,Sr));let e=this.tooltipPlacement;e&&this.tooltipEl&&(this.tooltipEl.placement=e)},P.shadowRootOptions={mode:`open`},P.getTemplateHTML=jr,P.getSlotTemplateHTML=Mr,P.getTooltipContentHTML=Nr,j.customElements.get(`media-chrome-button`)||j.customElements.define(`media-chrome-button`,P);var Pr=(e=``)=>e.split(/\s+/),Fr=(e=``)=>{let[t,n,r]=e.split(`:`),i=r?decodeURIComponent(r):void 0;return{kind:t===`cc`?Bn.CAPTIONS:Bn.SUBTITLES,language:n,label:i}},Ir=(e=``,t={})=>Pr(e).map(e=>{let n=Fr(e);return{...t,...n}}),Lr=e=>e?Array.isArray(e)?e.map(e=>typeof e==`string`?Fr(e):e):typeof e==`string`?Ir(e):[e]:[],Rr=({kind:e,label:t,language:n}={kind:`subtitles`})=>t?`${e===`captions`?`cc`:`sb`}:${n}:${encodeURIComponent(t)}`:n,zr=(e=[])=>Array.prototype.map.call(e,Rr).join(` `),Br=(e,t)=>n=>n[e]===t,Vr=e=>{let t=Object.entries(e).map(([e,t])=>Br(e,t));return e=>t.every(t=>t(e))},Hr=(e,t=[],n=[])=>{let r=Lr(n).map(Vr);Array.from(t).filter(e=>r.some(t=>t(e))).forEach(t=>{t.mode=e})},Ur=(e,t=()=>!0)=>{if(!e?.textTracks)return[];let n=typeof t==`function`?t:Vr(t);return Array.from(e.textTracks).filter(n)},Wr=e=>!!e.mediaSubtitlesShowing?.length||e.hasAttribute(S.MEDIA_SUBTITLES_SHOWING),Gr={en:{"Start airplay":`Start airplay`,"Stop airplay":`Stop airplay`,Audio:`Audio`,Captions:`Captions`,"Enable captions":`Enable captions`,"Disable captions":`Disable captions`,"Start casting":`Start casting`,"Stop casting":`Stop casting`,"Enter fullscreen mode":`Enter fullscreen mode`,"Exit fullscreen mode":`Exit fullscreen mode`,Mute:`Mute`,Unmute:`Unmute`,Loop:`Loop`,"Enter picture in picture mode":`Enter picture in picture mode`,"Exit picture in picture mode":`Exit picture in picture mode`,Play:`Play`,Pause:`Pause`,"Playback rate":`Playback rate`,"Playback rate {playbackRate}":`Playback rate {playbackRate}`,Quality:`Quality`,"Seek backward":`Seek backward`,"Seek forward":`Seek forward`,Settings:`Settings`,Auto:`Auto`,"audio player":`audio player`,"video player":`video player`,volume:`volume`,seek:`seek`,"closed captions":`closed captions`,"current playback rate":`current playback rate`,"playback time":`playback time`,"media loading":`media loading`,settings:`settings`,"audio tracks":`audio tracks`,quality:`quality`,play:`play`,pause:`pause`,mute:`mute`,unmute:`unmute`,"chapter: {chapterName}":`chapter: {chapterName}`,live:`live`,Off:`Off`,"start airplay":`start airplay`,"stop airplay":`stop airplay`,"start casting":`start casting`,"stop casting":`stop casting`,"enter fullscreen mode":`enter fullscreen mode`,"exit fullscreen mode":`exit fullscreen mode`,"enter picture in picture mode":`enter picture in picture mode`,"exit picture in picture mode":`exit picture in picture mode`,"seek to live":`seek to live`,"playing live":`playing live`,"seek back {seekOffset} seconds":`seek back {seekOffset} seconds`,"seek forward {seekOffset} seconds":`seek forward {seekOffset} seconds`,"Network Error":`Network Error`,"Decode Error":`Decode Error`,"Source Not Supported":`Source Not Supported`,"Encryption Error":`Encryption Error`,"A network error caused the media download to fail.":`A network error caused the media download to fail.`,"A media error caused playback to be aborted. The media could be corrupt or your browser does not support this format.":`A media error caused playback to be aborted. The media could be corrupt or your browser does not support this format.`,"An unsupported error occurred. The server or network failed, or your browser does not support this format.":`An unsupported error occurred. The server or network failed, or your browser does not support this format.`,"The media is encrypted and there are no keys to decrypt it.":`The media is encrypted and there are no keys to decrypt it.`,hour:`hour`,hours:`hours`,minute:`minute`,minutes:`minutes`,second:`second`,seconds:`seconds`,"{time} remaining":`{time} remaining`,"{currentTime} of {totalTime}":`{currentTime} of {totalTime}`,"video not loaded, unknown time.":`video not loaded, unknown time.`}},Kr=globalThis.navigator?.language||`en`,qr=e=>{Kr=e},Jr=(e,t)=>{Gr[e]=t},Yr=e=>{let[t]=Kr.split(`-`);return Gr[Kr]?.[e]||Gr[t]?.[e]||Gr.en?.[e]||e},Xr=()=>{let[e]=Kr.split(`-`);return Gr[Kr]?Kr:Gr[e]?e:`en`},F=(e,t={})=>Yr(e).replace(/\{(\w+)\}/g,(e,n)=>n in t?String(t[n]):`{${n}}`),Zr=`<svg aria-hidden="true" viewBox="0 0 26 24">
  <path d="M22.83 5.68a2.58 2.58 0 0 0-2.3-2.5c-3.62-.24-11.44-.24-15.06 0a2.58 2.58 0 0 0-2.3 2.5c-.23 4.21-.23 8.43 0 12.64a2.58 2.58 0 0 0 2.3 2.5c3.62.24 11.44.24 15.06 0a2.58 2.58 0 0 0 2.3-2.5c.23-4.21.23-8.43 0-12.64Zm-11.39 9.45a3.07 3.07 0 0 1-1.91.57 3.06 3.06 0 0 1-2.34-1 3.75 3.75 0 0 1-.92-2.67 3.92 3.92 0 0 1 .92-2.77 3.18 3.18 0 0 1 2.43-1 2.94 2.94 0 0 1 2.13.78c.364.359.62.813.74 1.31l-1.43.35a1.49 1.49 0 0 0-1.51-1.17 1.61 1.61 0 0 0-1.29.58 2.79 2.79 0 0 0-.5 1.89 3 3 0 0 0 .49 1.93 1.61 1.61 0 0 0 1.27.58 1.48 1.48 0 0 0 1-.37 2.1 2.1 0 0 0 .59-1.14l1.4.44a3.23 3.23 0 0 1-1.07 1.69Zm7.22 0a3.07 3.07 0 0 1-1.91.57 3.06 3.06 0 0 1-2.34-1 3.75 3.75 0 0 1-.92-2.67 3.88 3.88 0 0 1 .93-2.77 3.14 3.14 0 0 1 2.42-1 3 3 0 0 1 2.16.82 2.8 2.8 0 0 1 .73 1.31l-1.43.35a1.49 1.49 0 0 0-1.51-1.21 1.61 1.61 0 0 0-1.29.58A2.79 2.79 0 0 0 15 12a3 3 0 0 0 .49 1.93 1.61 1.61 0 0 0 1.27.58 1.44 1.44 0 0 0 1-.37 2.1 2.1 0 0 0 .6-1.15l1.4.44a3.17 3.17 0 0 1-1.1 1.7Z"/>
</svg>`,Qr=`<svg aria-hidden="true" viewBox="0 0 26 24">
  <path d="M17.73 14.09a1.4 1.4 0 0 1-1 .37 1.579 1.579 0 0 1-1.27-.58A3 3 0 0 1 15 12a2.8 2.8 0 0 1 .5-1.85 1.63 1.63 0 0 1 1.29-.57 1.47 1.47 0 0 1 1.51 1.2l1.43-.34A2.89 2.89 0 0 0 19 9.07a3 3 0 0 0-2.14-.78 3.14 3.14 0 0 0-2.42 1 3.91 3.91 0 0 0-.93 2.78 3.74 3.74 0 0 0 .92 2.66 3.07 3.07 0 0 0 2.34 1 3.07 3.07 0 0 0 1.91-.57 3.17 3.17 0 0 0 1.07-1.74l-1.4-.45c-.083.43-.3.822-.62 1.12Zm-7.22 0a1.43 1.43 0 0 1-1 .37 1.58 1.58 0 0 1-1.27-.58A3 3 0 0 1 7.76 12a2.8 2.8 0 0 1 .5-1.85 1.63 1.63 0 0 1 1.29-.57 1.47 1.47 0 0 1 1.51 1.2l1.43-.34a2.81 2.81 0 0 0-.74-1.32 2.94 2.94 0 0 0-2.13-.78 3.18 3.18 0 0 0-2.43 1 4 4 0 0 0-.92 2.78 3.74 3.74 0 0 0 .92 2.66 3.07 3.07 0 0 0 2.34 1 3.07 3.07 0 0 0 1.91-.57 3.23 3.23 0 0 0 1.07-1.74l-1.4-.45a2.06 2.06 0 0 1-.6 1.07Zm12.32-8.41a2.59 2.59 0 0 0-2.3-2.51C18.72 3.05 15.86 3 13 3c-2.86 0-5.72.05-7.53.17a2.59 2.59 0 0 0-2.3 2.51c-.23 4.207-.23 8.423 0 12.63a2.57 2.57 0 0 0 2.3 2.5c1.81.13 4.67.19 7.53.19 2.86 0 5.72-.06 7.53-.19a2.57 2.57 0 0 0 2.3-2.5c.23-4.207.23-8.423 0-12.63Zm-1.49 12.53a1.11 1.11 0 0 1-.91 1.11c-1.67.11-4.45.18-7.43.18-2.98 0-5.76-.07-7.43-.18a1.11 1.11 0 0 1-.91-1.11c-.21-4.14-.21-8.29 0-12.43a1.11 1.11 0 0 1 .91-1.11C7.24 4.56 10 4.49 13 4.49s5.76.07 7.43.18a1.11 1.11 0 0 1 .91 1.11c.21 4.14.21 8.29 0 12.43Z"/>
</svg>`;function $r(e){return`
    <style>
      :host([aria-checked="true"]) slot[name=off] {
        display: none !important;
      }

      
      :host(:not([aria-checked="true"])) slot[name=on] {
        display: none !important;
      }

      :host([aria-checked="true"]) slot[name=tooltip-enable],
      :host(:not([aria-checked="true"])) slot[name=tooltip-disable] {
        display: none;
      }
    </style>

    <slot name="icon">
      <slot name="on">${Zr}</slot>
      <slot name="off">${Qr}</slot>
    </slot>
  `}function ei(){return`
    <slot name="tooltip-enable">${F(`Enable captions`)}</slot>
    <slot name="tooltip-disable">${F(`Disable captions`)}</slot>
  `}var ti=e=>{e.setAttribute(`aria-checked`,Wr(e).toString())},ni=class extends P{static get observedAttributes(){return[...super.observedAttributes,S.MEDIA_SUBTITLES_LIST,S.MEDIA_SUBTITLES_SHOWING]}connectedCallback(){super.connectedCallback(),this.setAttribute(`role`,`button`),this.setAttribute(`aria-label`,F(`closed captions`)),ti(this)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),e===S.MEDIA_SUBTITLES_SHOWING&&ti(this)}get mediaSubtitlesList(){return ri(this,S.MEDIA_SUBTITLES_LIST)}set mediaSubtitlesList(e){ii(this,S.MEDIA_SUBTITLES_LIST,e)}get mediaSubtitlesShowing(){return ri(this,S.MEDIA_SUBTITLES_SHOWING)}set mediaSubtitlesShowing(e){ii(this,S.MEDIA_SUBTITLES_SHOWING,e)}handleClick(){this.dispatchEvent(new j.CustomEvent(b.MEDIA_TOGGLE_SUBTITLES_REQUEST,{composed:!0,bubbles:!0}))}};ni.getSlotTemplateHTML=$r,ni.getTooltipContentHTML=ei;var ri=(e,t)=>{let n=e.getAttribute(t);return n?Ir(n):[]},ii=(e,t,n)=>{if(!n?.length){e.removeAttribute(t);return}let r=zr(n);e.getAttribute(t)!==r&&e.setAttribute(t,r)};j.customElements.get(`media-captions-button`)||j.customElements.define(`media-captions-button`,ni);var ai=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},oi=(e,t,n)=>(ai(e,t,`read from private field`),n?n.call(e):t.get(e)),si=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},ci=(e,t,n,r)=>(ai(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),li;function ui(e){return`
    <style>
      :host {
        
        box-sizing: border-box;
        display: var(--media-control-display, var(--media-control-bar-display, inline-flex));
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        --media-loading-indicator-icon-height: 44px;
      }

      ::slotted(media-time-range),
      ::slotted(media-volume-range) {
        min-height: 100%;
      }

      ::slotted(media-time-range),
      ::slotted(media-clip-selector) {
        flex-grow: 1;
      }

      ::slotted([role="menu"]) {
        position: absolute;
      }
    </style>

    <slot></slot>
  `}var di=class extends j.HTMLElement{constructor(){if(super(),si(this,li,void 0),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=Gn(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[x.MEDIA_CONTROLLER]}attributeChangedCallback(e,t,n){var r,i,a,o;e===x.MEDIA_CONTROLLER&&(t&&((i=(r=oi(this,li))?.unassociateElement)==null||i.call(r,this),ci(this,li,null)),n&&this.isConnected&&(ci(this,li,this.getRootNode()?.getElementById(n)),(o=(a=oi(this,li))?.associateElement)==null||o.call(a,this)))}connectedCallback(){var e,t;let n=this.getAttribute(x.MEDIA_CONTROLLER);n&&(ci(this,li,this.getRootNode()?.getElementById(n)),(t=(e=oi(this,li))?.associateElement)==null||t.call(e,this))}disconnectedCallback(){var e,t;(t=(e=oi(this,li))?.unassociateElement)==null||t.call(e,this),ci(this,li,null)}};li=new WeakMap,di.shadowRootOptions={mode:`open`},di.getTemplateHTML=ui,j.customElements.get(`media-control-bar`)||j.customElements.define(`media-control-bar`,di);var fi=new WeakMap,pi=e=>{let t=fi.get(e);return t||fi.set(e,t=new Set),t},mi=new j.ResizeObserver(e=>{for(let t of e)for(let e of pi(t.target))e(t)});function hi(e,t){pi(e).add(t),mi.observe(e)}function gi(e,t){let n=pi(e);n.delete(t),n.size||mi.unobserve(e)}var _i=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},vi=(e,t,n)=>(_i(e,t,`read from private field`),n?n.call(e):t.get(e)),yi=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},bi=(e,t,n,r)=>(_i(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),I;function xi(e){return`
    <style>
      :host {
        display: var(--media-control-display, var(--media-gesture-receiver-display, inline-block));
        box-sizing: border-box;
      }
    </style>
  `}var Si=class extends j.HTMLElement{constructor(){if(super(),yi(this,I,void 0),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=Gn(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[x.MEDIA_CONTROLLER,S.MEDIA_PAUSED]}attributeChangedCallback(e,t,n){var r,i,a,o;e===x.MEDIA_CONTROLLER&&(t&&((i=(r=vi(this,I))?.unassociateElement)==null||i.call(r,this),bi(this,I,null)),n&&this.isConnected&&(bi(this,I,this.getRootNode()?.getElementById(n)),(o=(a=vi(this,I))?.associateElement)==null||o.call(a,this)))}connectedCallback(){var e,t;this.tabIndex=-1,this.setAttribute(`aria-hidden`,`true`),bi(this,I,Ci(this)),this.getAttribute(x.MEDIA_CONTROLLER)&&((t=(e=vi(this,I))?.associateElement)==null||t.call(e,this)),vi(this,I)&&(vi(this,I).addEventListener(`pointerdown`,this),vi(this,I).addEventListener(`click`,this),vi(this,I).hasAttribute(`tabindex`)||(vi(this,I).tabIndex=0))}disconnectedCallback(){var e,t,n,r;this.getAttribute(x.MEDIA_CONTROLLER)&&((t=(e=vi(this,I))?.unassociateElement)==null||t.call(e,this)),(n=vi(this,I))==null||n.removeEventListener(`pointerdown`,this),(r=vi(this,I))==null||r.removeEventListener(`click`,this),bi(this,I,null)}handleEvent(e){let t=e.composedPath()?.[0];if([`video`,`media-controller`].includes(t?.localName)){if(e.type===`pointerdown`)this._pointerType=e.pointerType;else if(e.type===`click`){let{clientX:t,clientY:n}=e,{left:r,top:i,width:a,height:o}=this.getBoundingClientRect(),s=t-r,c=n-i;if(s<0||c<0||s>a||c>o||a===0&&o===0)return;let l=this._pointerType||`mouse`;if(this._pointerType=void 0,l===Hn.TOUCH){this.handleTap(e);return}if(l===Hn.MOUSE||l===Hn.PEN){this.handleMouseClick(e);return}}}}get mediaPaused(){return D(this,S.MEDIA_PAUSED)}set mediaPaused(e){O(this,S.MEDIA_PAUSED,e)}handleTap(e){}handleMouseClick(e){let t=this.mediaPaused?b.MEDIA_PLAY_REQUEST:b.MEDIA_PAUSE_REQUEST;this.dispatchEvent(new j.CustomEvent(t,{composed:!0,bubbles:!0}))}};I=new WeakMap,Si.shadowRootOptions={mode:`open`},Si.getTemplateHTML=xi;function Ci(e){let t=e.getAttribute(x.MEDIA_CONTROLLER);return t?e.getRootNode()?.getElementById(t):Qn(e,`media-controller`)}j.customElements.get(`media-gesture-receiver`)||j.customElements.define(`media-gesture-receiver`,Si);var wi=Si,Ti=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},L=(e,t,n)=>(Ti(e,t,`read from private field`),n?n.call(e):t.get(e)),R=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Ei=(e,t,n,r)=>(Ti(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Di=(e,t,n)=>(Ti(e,t,`access private method`),n),Oi,ki,Ai,ji,Mi,Ni,Pi,Fi,Ii,Li,Ri,zi,Bi,Vi,Hi,Ui,Wi,Gi,Ki,qi,z={AUDIO:`audio`,AUTOHIDE:`autohide`,BREAKPOINTS:`breakpoints`,GESTURES_DISABLED:`gesturesdisabled`,KEYBOARD_CONTROL:`keyboardcontrol`,NO_AUTOHIDE:`noautohide`,USER_INACTIVE:`userinactive`,AUTOHIDE_OVER_CONTROLS:`autohideovercontrols`};function Ji(e){return`
    <style>
      
      :host([${S.MEDIA_IS_FULLSCREEN}]) ::slotted([slot=media]) {
        outline: none;
      }

      :host {
        box-sizing: border-box;
        position: relative;
        display: inline-block;
        line-height: 0;
        background-color: var(--media-background-color, #000);
        overflow: hidden;
      }

      :host(:not([${z.AUDIO}])) [part~=layer]:not([part~=media-layer]) {
        position: absolute;
        top: 0;
        left: 0;
        bottom: 0;
        right: 0;
        display: flex;
        flex-flow: column nowrap;
        align-items: start;
        pointer-events: none;
        background: none;
      }

      slot[name=media] {
        display: var(--media-slot-display, contents);
      }

      
      :host([${z.AUDIO}]) slot[name=media] {
        display: var(--media-slot-display, none);
      }

      
      :host([${z.AUDIO}]) [part~=layer][part~=gesture-layer] {
        height: 0;
        display: block;
      }

      
      :host(:not([${z.AUDIO}])[${z.GESTURES_DISABLED}]) ::slotted([slot=gestures-chrome]),
          :host(:not([${z.AUDIO}])[${z.GESTURES_DISABLED}]) media-gesture-receiver[slot=gestures-chrome] {
        display: none;
      }

      
      ::slotted(:not([slot=media]):not([slot=poster]):not(media-loading-indicator):not([role=dialog]):not([hidden])) {
        pointer-events: auto;
      }

      :host(:not([${z.AUDIO}])) *[part~=layer][part~=centered-layer] {
        align-items: center;
        justify-content: center;
      }

      :host(:not([${z.AUDIO}])) ::slotted(media-gesture-receiver[slot=gestures-chrome]),
      :host(:not([${z.AUDIO}])) media-gesture-receiver[slot=gestures-chrome] {
        align-self: stretch;
        flex-grow: 1;
      }

      slot[name=middle-chrome] {
        display: inline;
        flex-grow: 1;
        pointer-events: none;
        background: none;
      }

      
      ::slotted([slot=media]),
      ::slotted([slot=poster]) {
        width: 100%;
        height: 100%;
      }

      
      :host(:not([${z.AUDIO}])) .spacer {
        flex-grow: 1;
      }

      
      :host(:-webkit-full-screen) {
        
        width: 100% !important;
        height: 100% !important;
      }

      
      ::slotted(:not([slot=media]):not([slot=poster]):not([${z.NO_AUTOHIDE}]):not([hidden]):not([role=dialog])) {
        opacity: 1;
        transition: var(--media-control-transition-in, opacity 0.25s);
      }

      
      :host([${z.USER_INACTIVE}]:not([${S.MEDIA_PAUSED}]):not([${S.MEDIA_IS_AIRPLAYING}]):not([${S.MEDIA_IS_CASTING}]):not([${z.AUDIO}])) ::slotted(:not([slot=media]):not([slot=poster]):not([${z.NO_AUTOHIDE}]):not([role=dialog])) {
        opacity: 0;
        transition: var(--media-control-transition-out, opacity 1s);
      }

      :host([${z.USER_INACTIVE}]:not([${z.NO_AUTOHIDE}]):not([${S.MEDIA_PAUSED}]):not([${S.MEDIA_IS_CASTING}]):not([${z.AUDIO}])) ::slotted([slot=media]) {
        cursor: none;
      }

      :host([${z.USER_INACTIVE}][${z.AUTOHIDE_OVER_CONTROLS}]:not([${z.NO_AUTOHIDE}]):not([${S.MEDIA_PAUSED}]):not([${S.MEDIA_IS_CASTING}]):not([${z.AUDIO}])) * {
        --media-cursor: none;
        cursor: none;
      }


      ::slotted(media-control-bar)  {
        align-self: stretch;
      }

      
      
      :host(:not([${z.AUDIO}])[${S.MEDIA_HAS_PLAYED}]) slot[name=poster],
      :host(:not([${z.AUDIO}])[${S.MEDIA_STREAM_TYPE}="${Un.ON_DEMAND}"][${S.MEDIA_CURRENT_TIME}]:not([${S.MEDIA_CURRENT_TIME}="0"])) slot[name=poster] {
        display: none;
      }

      ::slotted([role=dialog]) {
        width: 100%;
        height: 100%;
        align-self: center;
      }

      ::slotted([role=menu]) {
        align-self: end;
      }
    </style>

    <slot name="media" part="layer media-layer"></slot>
    <slot name="poster" part="layer poster-layer"></slot>
    <slot name="gestures-chrome" part="layer gesture-layer">
      <media-gesture-receiver slot="gestures-chrome">
        <template shadowrootmode="${wi.shadowRootOptions.mode}">
          ${wi.getTemplateHTML({})}
        </template>
      </media-gesture-receiver>
    </slot>
    <span part="layer vertical-layer">
      <slot name="top-chrome" part="top chrome"></slot>
      <slot name="middle-chrome" part="middle chrome"></slot>
      <slot name="centered-chrome" part="layer centered-layer center centered chrome"></slot>
      
      <slot part="bottom chrome"></slot>
    </span>
    <slot name="dialog" part="layer dialog-layer"></slot>
  `}var Yi=Object.values(S),Xi=`sm:384 md:576 lg:768 xl:960`;function Zi(e){Qi(e.target,e.contentRect.width)}function Qi(e,t){if(!e.isConnected)return;let n=$i(e.getAttribute(z.BREAKPOINTS)??Xi),r=ea(n,t),i=!1;if(Object.keys(n).forEach(t=>{r.includes(t)?e.hasAttribute(`breakpoint${t}`)||(e.setAttribute(`breakpoint${t}`,``),i=!0):e.hasAttribute(`breakpoint${t}`)&&(e.removeAttribute(`breakpoint${t}`),i=!0)}),i){let t=new CustomEvent(Rn.BREAKPOINTS_CHANGE,{detail:r});e.dispatchEvent(t)}e.breakpointsComputed||(e.breakpointsComputed=!0,e.dispatchEvent(new CustomEvent(Rn.BREAKPOINTS_COMPUTED,{bubbles:!0,composed:!0})))}function $i(e){let t=e.split(/\s+/);return Object.fromEntries(t.map(e=>e.split(`:`)))}function ea(e,t){return Object.keys(e).filter(n=>t>=parseInt(e[n]))}var ta=class extends j.HTMLElement{constructor(){if(super(),R(this,Ii),R(this,Ri),R(this,Bi),R(this,Hi),R(this,Wi),R(this,Oi,void 0),R(this,ki,0),R(this,Ai,null),R(this,ji,null),R(this,Mi,void 0),this.breakpointsComputed=!1,R(this,Ni,e=>{let t=this.media;for(let n of e){if(n.type!==`childList`)continue;let e=n.removedNodes;for(let r of e){if(r.slot!=`media`||n.target!=this)continue;let e=n.previousSibling&&n.previousSibling.previousElementSibling;if(!e||!t)this.mediaUnsetCallback(r);else{let t=e.slot!==`media`;for(;(e=e.previousSibling)!==null;)e.slot==`media`&&(t=!1);t&&this.mediaUnsetCallback(r)}}if(t)for(let e of n.addedNodes)e===t&&this.handleMediaUpdated(t)}}),R(this,Pi,!1),R(this,Fi,e=>{L(this,Pi)||(setTimeout(()=>{Zi(e),Ei(this,Pi,!1)},0),Ei(this,Pi,!0))}),R(this,Ki,void 0),R(this,qi,()=>{L(this,Ki).assignedElements({flatten:!0}).length?this.handleMediaUpdated(this.media):L(this,Ai)&&this.mediaUnsetCallback(L(this,Ai))}),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=Gn(this.attributes),t=this.constructor.getTemplateHTML(e);this.shadowRoot.setHTMLUnsafe?this.shadowRoot.setHTMLUnsafe(t):this.shadowRoot.innerHTML=t}Ei(this,Oi,new MutationObserver(L(this,Ni)))}static get observedAttributes(){return[z.AUTOHIDE,z.GESTURES_DISABLED].concat(Yi).filter(e=>![S.MEDIA_RENDITION_LIST,S.MEDIA_AUDIO_TRACK_LIST,S.MEDIA_CHAPTERS_CUES,S.MEDIA_WIDTH,S.MEDIA_HEIGHT,S.MEDIA_ERROR,S.MEDIA_ERROR_MESSAGE].includes(e))}attributeChangedCallback(e,t,n){e.toLowerCase()==z.AUTOHIDE&&(this.autohide=n)}get media(){let e=this.querySelector(`:scope > [slot=media]`);return e?.nodeName==`SLOT`&&(e=e.assignedElements({flatten:!0})[0]),e}async handleMediaUpdated(e){e&&(Ei(this,Ai,e),e.localName.includes(`-`)&&await j.customElements.whenDefined(e.localName),this.mediaSetCallback(e))}connectedCallback(){var e;L(this,Oi).observe(this,{childList:!0,subtree:!0}),hi(this,L(this,Fi));let t=this.getAttribute(z.AUDIO)==null?F(`video player`):F(`audio player`);this.setAttribute(`role`,`region`),this.setAttribute(`aria-label`,t),this.handleMediaUpdated(this.media),this.setAttribute(z.USER_INACTIVE,``),Qi(this,this.getBoundingClientRect().width);let n=this.querySelector(`:scope > slot[slot=media]`);n&&(Ei(this,Ki,n),L(this,Ki).addEventListener(`slotchange`,L(this,qi))),this.addEventListener(`pointerdown`,this),this.addEventListener(`pointermove`,this),this.addEventListener(`pointerup`,this),this.addEventListener(`mouseleave`,this),this.addEventListener(`keyup`,this),(e=j.window)==null||e.addEventListener(`mouseup`,this)}disconnectedCallback(){var e;gi(this,L(this,Fi)),clearTimeout(L(this,ji)),L(this,Oi).disconnect(),this.media&&this.mediaUnsetCallback(this.media),(e=j.window)==null||e.removeEventListener(`mouseup`,this),this.removeEventListener(`pointerdown`,this),this.removeEventListener(`pointermove`,this),this.removeEventListener(`pointerup`,this),this.removeEventListener(`mouseleave`,this),this.removeEventListener(`keyup`,this),L(this,Ki)&&(L(this,Ki).removeEventListener(`slotchange`,L(this,qi)),Ei(this,Ki,null)),Ei(this,Pi,!1)}mediaSetCallback(e){}mediaUnsetCallback(e){Ei(this,Ai,null)}handleEvent(e){switch(e.type){case`pointerdown`:Ei(this,ki,e.timeStamp);break;case`pointermove`:Di(this,Ii,Li).call(this,e);break;case`pointerup`:Di(this,Ri,zi).call(this,e);break;case`mouseleave`:Di(this,Bi,Vi).call(this);break;case`mouseup`:this.removeAttribute(z.KEYBOARD_CONTROL);break;case`keyup`:Di(this,Wi,Gi).call(this),this.setAttribute(z.KEYBOARD_CONTROL,``)}}set autohide(e){let t=Number(e);Ei(this,Mi,isNaN(t)?0:t)}get autohide(){return(L(this,Mi)===void 0?2:L(this,Mi)).toString()}get breakpoints(){return k(this,z.BREAKPOINTS)}set breakpoints(e){A(this,z.BREAKPOINTS,e)}get audio(){return D(this,z.AUDIO)}set audio(e){O(this,z.AUDIO,e)}get gesturesDisabled(){return D(this,z.GESTURES_DISABLED)}set gesturesDisabled(e){O(this,z.GESTURES_DISABLED,e)}get keyboardControl(){return D(this,z.KEYBOARD_CONTROL)}set keyboardControl(e){O(this,z.KEYBOARD_CONTROL,e)}get noAutohide(){return D(this,z.NO_AUTOHIDE)}set noAutohide(e){O(this,z.NO_AUTOHIDE,e)}get autohideOverControls(){return D(this,z.AUTOHIDE_OVER_CONTROLS)}set autohideOverControls(e){O(this,z.AUTOHIDE_OVER_CONTROLS,e)}get userInteractive(){return D(this,z.USER_INACTIVE)}set userInteractive(e){O(this,z.USER_INACTIVE,e)}};Oi=new WeakMap,ki=new WeakMap,Ai=new WeakMap,ji=new WeakMap,Mi=new WeakMap,Ni=new WeakMap,Pi=new WeakMap,Fi=new WeakMap,Ii=new WeakSet,Li=function(e){if(e.pointerType!==`mouse`&&e.timeStamp-L(this,ki)<250)return;Di(this,Hi,Ui).call(this),clearTimeout(L(this,ji));let t=this.hasAttribute(z.AUTOHIDE_OVER_CONTROLS);([this,this.media].includes(e.target)||t)&&Di(this,Wi,Gi).call(this)},Ri=new WeakSet,zi=function(e){if(e.pointerType===`touch`){let t=!this.hasAttribute(z.USER_INACTIVE);[this,this.media].includes(e.target)&&t?Di(this,Bi,Vi).call(this):Di(this,Wi,Gi).call(this)}else e.composedPath().some(e=>[`media-play-button`,`media-fullscreen-button`].includes(e?.localName))&&Di(this,Wi,Gi).call(this)},Bi=new WeakSet,Vi=function(){if(L(this,Mi)<0||this.hasAttribute(z.USER_INACTIVE))return;this.setAttribute(z.USER_INACTIVE,``);let e=new j.CustomEvent(Rn.USER_INACTIVE_CHANGE,{composed:!0,bubbles:!0,detail:!0});this.dispatchEvent(e)},Hi=new WeakSet,Ui=function(){if(!this.hasAttribute(z.USER_INACTIVE))return;this.removeAttribute(z.USER_INACTIVE);let e=new j.CustomEvent(Rn.USER_INACTIVE_CHANGE,{composed:!0,bubbles:!0,detail:!1});this.dispatchEvent(e)},Wi=new WeakSet,Gi=function(){Di(this,Hi,Ui).call(this),clearTimeout(L(this,ji));let e=parseInt(this.autohide);e<0||Ei(this,ji,setTimeout(()=>{Di(this,Bi,Vi).call(this)},e*1e3))},Ki=new WeakMap,qi=new WeakMap,ta.shadowRootOptions={mode:`open`},ta.getTemplateHTML=Ji,j.customElements.get(`media-container`)||j.customElements.define(`media-container`,ta);var na=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},ra=(e,t,n)=>(na(e,t,`read from private field`),n?n.call(e):t.get(e)),ia=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},aa=(e,t,n,r)=>(na(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),oa=(e,t,n)=>(na(e,t,`access private method`),n),sa,ca,la,ua,da,fa,pa,ma,ha,ga,_a,va,ya,ba,xa;function Sa(e){return`
    <style>
      :host {
        font: var(--media-font,
          var(--media-font-weight, normal)
          var(--media-font-size, 14px) /
          var(--media-text-content-height, var(--media-control-height, 24px))
          var(--media-font-family, helvetica neue, segoe ui, roboto, arial, sans-serif));
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        display: var(--media-dialog-display, inline-flex);
        justify-content: center;
        align-items: center;
        
        transition-behavior: allow-discrete;
        visibility: hidden;
        opacity: 0;
        transform: translateY(2px) scale(.99);
        pointer-events: none;
      }

      :host([open]) {
        transition: display .2s, visibility 0s, opacity .2s ease-out, transform .15s ease-out;
        visibility: visible;
        opacity: 1;
        transform: translateY(0) scale(1);
        pointer-events: auto;
      }

      #content {
        display: flex;
        position: relative;
        box-sizing: border-box;
        width: min(320px, 100%);
        word-wrap: break-word;
        max-height: 100%;
        overflow: auto;
        text-align: center;
        line-height: 1.4;
      }
    </style>
    ${this.getSlotTemplateHTML(e)}
  `}function Ca(e){return`
    <slot id="content"></slot>
  `}var wa={OPEN:`open`,ANCHOR:`anchor`},Ta=class extends j.HTMLElement{constructor(){super(),ia(this,ua),ia(this,fa),ia(this,ma),ia(this,ga),ia(this,va),ia(this,ba),ia(this,sa,!1),ia(this,ca,null),ia(this,la,null)}static get observedAttributes(){return[wa.OPEN,wa.ANCHOR]}get open(){return D(this,wa.OPEN)}set open(e){O(this,wa.OPEN,e)}handleEvent(e){switch(e.type){case`invoke`:oa(this,ga,_a).call(this,e);break;case`focusout`:oa(this,va,ya).call(this,e);break;case`keydown`:oa(this,ba,xa).call(this,e)}}connectedCallback(){oa(this,ua,da).call(this),this.role||=`dialog`,this.addEventListener(`invoke`,this),this.addEventListener(`focusout`,this),this.addEventListener(`keydown`,this)}disconnectedCallback(){this.removeEventListener(`invoke`,this),this.removeEventListener(`focusout`,this),this.removeEventListener(`keydown`,this)}attributeChangedCallback(e,t,n){oa(this,ua,da).call(this),e===wa.OPEN&&n!==t&&(this.open?oa(this,fa,pa).call(this):oa(this,ma,ha).call(this))}focus(){aa(this,ca,$n());let e=!this.dispatchEvent(new Event(`focus`,{composed:!0,cancelable:!0})),t=!this.dispatchEvent(new Event(`focusin`,{composed:!0,bubbles:!0,cancelable:!0}));e||t||this.querySelector(`[autofocus], [tabindex]:not([tabindex="-1"]), [role="menu"]`)?.focus()}get keysUsed(){return[`Escape`,`Tab`]}};sa=new WeakMap,ca=new WeakMap,la=new WeakMap,ua=new WeakSet,da=function(){if(!ra(this,sa)&&(aa(this,sa,!0),!this.shadowRoot)){this.attachShadow(this.constructor.shadowRootOptions);let e=Gn(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e),queueMicrotask(()=>{let{style:e}=w(this.shadowRoot,`:host`);e.setProperty(`transition`,`display .15s, visibility .15s, opacity .15s ease-in, transform .15s ease-in`)})}},fa=new WeakSet,pa=function(){var e;(e=ra(this,la))==null||e.setAttribute(`aria-expanded`,`true`),this.dispatchEvent(new Event(`open`,{composed:!0,bubbles:!0})),this.addEventListener(`transitionend`,()=>this.focus(),{once:!0})},ma=new WeakSet,ha=function(){var e;(e=ra(this,la))==null||e.setAttribute(`aria-expanded`,`false`),this.dispatchEvent(new Event(`close`,{composed:!0,bubbles:!0}))},ga=new WeakSet,_a=function(e){aa(this,la,e.relatedTarget),Zn(this,e.relatedTarget)||(this.open=!this.open)},va=new WeakSet,ya=function(e){var t;Zn(this,e.relatedTarget)||((t=ra(this,ca))==null||t.focus(),ra(this,la)&&ra(this,la)!==e.relatedTarget&&this.open&&(this.open=!1))},ba=new WeakSet,xa=function(e){var t,n,r,i,a;let{key:o,ctrlKey:s,altKey:c,metaKey:l}=e;s||c||l||this.keysUsed.includes(o)&&(e.preventDefault(),e.stopPropagation(),o===`Tab`?(e.shiftKey?(n=(t=this.previousElementSibling)?.focus)==null||n.call(t):(i=(r=this.nextElementSibling)?.focus)==null||i.call(r),this.blur()):o===`Escape`&&((a=ra(this,ca))==null||a.focus(),this.open=!1))},Ta.shadowRootOptions={mode:`open`},Ta.getTemplateHTML=Sa,Ta.getSlotTemplateHTML=Ca,j.customElements.get(`media-chrome-dialog`)||j.customElements.define(`media-chrome-dialog`,Ta);var Ea=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},Da=(e,t,n)=>(Ea(e,t,`read from private field`),n?n.call(e):t.get(e)),Oa=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},ka,Aa,ja={HOTKEYS:`hotkeys`},Ma=[{keys:[{key:` `,label:`Space`},{key:`k`}],description:`Toggle Playback`},{keys:[{key:`m`}],description:`Toggle mute`},{keys:[{key:`f`}],description:`Toggle fullscreen`},{keys:[{key:`c`}],description:`Toggle captions or subtitles, if available`},{keys:[{key:`p`}],description:`Toggle Picture in Picture`},{keys:[{key:`ArrowLeft`,label:`←`},{key:`j`}],description:`Seek back 10s`},{keys:[{key:`ArrowRight`,label:`→`},{key:`l`}],description:`Seek forward 10s`},{keys:[{key:`ArrowUp`,label:`↑`}],description:`Turn volume up`},{keys:[{key:`ArrowDown`,label:`↓`}],description:`Turn volume down`},{keys:[{key:`<`,label:`< (SHIFT+,)`}],description:`Decrease playback rate`},{keys:[{key:`>`,label:`> (SHIFT+.)`}],description:`Increase playback rate`},{keys:[{key:`shift+/`,label:`SHIFT+/`}],description:`Show keyboard shortcuts`}];function Na(e){return e===` `?`nospace`:`no${e.toLowerCase()}`}function Pa(e){let t=new Set(e?.split(/\s+/));return Ma.map(({keys:e,description:n})=>({keys:e.filter(({key:e})=>!t.has(Na(e))),description:n})).filter(({keys:e})=>e.length)}function Fa(e){return`
    <style>
      :host {
        position: fixed;
        top: 0;
        left: 0;
        z-index: 9999;
        background: rgb(20 20 30 / .8);
        backdrop-filter: blur(10px);
      }

      #content {
        display: block;
        width: clamp(400px, 40vw, 700px);
        max-width: 90vw;
        text-align: left;
      }

      h2 {
        margin: 0 0 1.5rem 0;
        font-size: 1.5rem;
        font-weight: 500;
        text-align: center;
      }

      .shortcuts-table {
        width: 100%;
        border-collapse: collapse;
      }

      .shortcuts-table tr {
        border-bottom: 1px solid rgba(255, 255, 255, 0.1);
      }

      .shortcuts-table tr:last-child {
        border-bottom: none;
      }

      .shortcuts-table td {
        padding: 0.75rem 0.5rem;
      }

      .shortcuts-table td:first-child {
        text-align: right;
        padding-right: 1rem;
        width: 40%;
        min-width: 120px;
      }

      .shortcuts-table td:last-child {
        padding-left: 1rem;
      }

      .key {
        display: inline-block;
        background: rgba(255, 255, 255, 0.15);
        border: 1px solid rgba(255, 255, 255, 0.2);
        border-radius: 4px;
        padding: 0.25rem 0.5rem;
        font-family: 'Courier New', monospace;
        font-size: 0.9rem;
        font-weight: 500;
        min-width: 1.5rem;
        text-align: center;
        margin: 0 0.2rem;
      }

      .description {
        color: rgba(255, 255, 255, 0.9);
        font-size: 0.95rem;
      }

      .key-combo {
        display: flex;
        align-items: center;
        justify-content: flex-end;
        gap: 0.3rem;
      }

      .key-separator {
        color: rgba(255, 255, 255, 0.5);
        font-size: 0.9rem;
      }
    </style>
    <slot id="content">
      ${Ia(e[ja.HOTKEYS])}
    </slot>
  `}function Ia(e){return`
    <h2>Keyboard Shortcuts</h2>
    <table class="shortcuts-table">${Pa(e).map(({keys:e,description:t})=>`
        <tr>
          <td>
            <div class="key-combo">${e.map(({key:e,label:t=e},n)=>n>0?`<span class="key-separator">or</span><span class="key">${t}</span>`:`<span class="key">${t}</span>`).join(``)}</div>
          </td>
          <td class="description">${t}</td>
        </tr>
      `).join(``)}</table>
  `}var La=class extends Ta{constructor(){super(...arguments),Oa(this,ka,e=>{if(!this.open)return;let t=this.shadowRoot?.querySelector(`#content`);if(!t)return;let n=e.composedPath(),r=n[0]===this||n.includes(this),i=n.includes(t);r&&!i&&(this.open=!1)}),Oa(this,Aa,e=>{if(!this.open)return;let t=e.shiftKey&&(e.key===`/`||e.key===`?`);e.key!==`Escape`&&!t||e.ctrlKey||e.altKey||e.metaKey||(this.open=!1,e.preventDefault(),e.stopPropagation())})}static get observedAttributes(){return[...super.observedAttributes,ja.HOTKEYS]}get hotkeys(){return k(this,ja.HOTKEYS)??void 0}set hotkeys(e){A(this,ja.HOTKEYS,e)}connectedCallback(){super.connectedCallback(),this.open&&(this.addEventListener(`click`,Da(this,ka)),document.addEventListener(`keydown`,Da(this,Aa)))}disconnectedCallback(){this.removeEventListener(`click`,Da(this,ka)),document.removeEventListener(`keydown`,Da(this,Aa))}attributeChangedCallback(e,t,n){if(super.attributeChangedCallback(e,t,n),e===`open`)this.open?(this.addEventListener(`click`,Da(this,ka)),document.addEventListener(`keydown`,Da(this,Aa))):(this.removeEventListener(`click`,Da(this,ka)),document.removeEventListener(`keydown`,Da(this,Aa)));else if(e===ja.HOTKEYS&&n!==t){let e=this.shadowRoot?.querySelector(`#content`);e&&(e.innerHTML=Ia(n))}}};ka=new WeakMap,Aa=new WeakMap,La.getSlotTemplateHTML=Fa,j.customElements.get(`media-keyboard-shortcuts-dialog`)||j.customElements.define(`media-keyboard-shortcuts-dialog`,La);var Ra=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},B=(e,t,n)=>(Ra(e,t,`read from private field`),n?n.call(e):t.get(e)),za=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Ba=(e,t,n,r)=>(Ra(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Va,Ha,Ua,Wa,Ga,Ka,qa=class{constructor(e,t,{defaultValue:n}={defaultValue:void 0}){za(this,Ga),za(this,Va,void 0),za(this,Ha,void 0),za(this,Ua,void 0),za(this,Wa,new Set),Ba(this,Va,e),Ba(this,Ha,t),Ba(this,Ua,new Set(n))}[Symbol.iterator](){return B(this,Ga,Ka).values()}get length(){return B(this,Ga,Ka).size}get value(){return[...B(this,Ga,Ka)].join(` `)??``}set value(e){e!==this.value&&(Ba(this,Wa,new Set),this.add(...e?.split(` `)??[]))}toString(){return this.value}item(e){return[...B(this,Ga,Ka)][e]}values(){return B(this,Ga,Ka).values()}forEach(e,t){B(this,Ga,Ka).forEach(e,t)}add(...e){var t;e.forEach(e=>B(this,Wa).add(e)),this.value===``&&!B(this,Va)?.hasAttribute(`${B(this,Ha)}`)||(t=B(this,Va))==null||t.setAttribute(`${B(this,Ha)}`,`${this.value}`)}remove(...e){var t;e.forEach(e=>B(this,Wa).delete(e)),(t=B(this,Va))==null||t.setAttribute(`${B(this,Ha)}`,`${this.value}`)}contains(e){return B(this,Ga,Ka).has(e)}toggle(e,t){return t===void 0?this.contains(e)?(this.remove(e),!1):(this.add(e),!0):t?(this.add(e),!0):(this.remove(e),!1)}replace(e,t){return this.remove(e),this.add(t),e===t}};Va=new WeakMap,Ha=new WeakMap,Ua=new WeakMap,Wa=new WeakMap,Ga=new WeakSet,Ka=function(){return B(this,Wa).size?B(this,Wa):B(this,Ua)};function Ja(e){return e?.map(Ya).join(` `)}function Ya(e){if(e){let{id:t,width:n,height:r}=e;return[t,n,r].filter(e=>e!=null).join(`:`)}}function Xa(e){return e?.map(Za).join(` `)}function Za(e){if(e){let{id:t,kind:n,language:r,label:i}=e;return[t,n,r,i].filter(e=>e!=null).join(`:`)}}function Qa(e){return typeof e==`number`&&!Number.isNaN(e)&&Number.isFinite(e)}var $a=e=>new Promise(t=>setTimeout(t,e)),eo={"&":`&amp;`,"<":`&lt;`,">":`&gt;`,'"':`&quot;`,"'":`&#39;`};function to(e){return String(e).replace(/[&<>"']/g,e=>eo[e])}var no=e=>{let{media:t,fullscreenElement:n}=e;try{let e=n&&`requestFullscreen`in n?`requestFullscreen`:n&&`webkitRequestFullScreen`in n?`webkitRequestFullScreen`:void 0;if(e){let t=n[e]?.call(n);if(t instanceof Promise)return t.catch(()=>{})}else t?.webkitEnterFullscreen?t.webkitEnterFullscreen():t?.requestFullscreen&&t.requestFullscreen()}catch(e){console.error(e)}},ro=`exitFullscreen`in M?`exitFullscreen`:`webkitExitFullscreen`in M?`webkitExitFullscreen`:`webkitCancelFullScreen`in M?`webkitCancelFullScreen`:void 0,io=e=>{let{documentElement:t}=e;if(ro){let e=(t?.[ro])?.call(t);if(e instanceof Promise)return e.catch(()=>{})}},ao=`fullscreenElement`in M?`fullscreenElement`:`webkitFullscreenElement`in M?`webkitFullscreenElement`:void 0,oo=e=>{let{documentElement:t,media:n}=e,r=t?.[ao];return!r&&`webkitDisplayingFullscreen`in n&&`webkitPresentationMode`in n&&n.webkitDisplayingFullscreen&&n.webkitPresentationMode===Wn.FULLSCREEN?n:r},so=e=>{let{media:t,documentElement:n,fullscreenElement:r=t}=e;if(!t||!n)return!1;let i=oo(e);if(!i)return!1;if(i===r||i===t)return!0;if(i.localName.includes(`-`)){let e=i.shadowRoot;if(!(ao in e))return Zn(i,r);for(;e?.[ao];){if(e[ao]===r)return!0;e=e[ao]?.shadowRoot}}return!1},co=`fullscreenEnabled`in M?`fullscreenEnabled`:`webkitFullscreenEnabled`in M?`webkitFullscreenEnabled`:void 0,lo=e=>{let{documentElement:t,media:n}=e;return!!t?.[co]||n&&`webkitSupportsFullscreen`in n},uo,fo=()=>{var e;return uo||(uo=((e=M)?.createElement)?.call(e,`video`),uo)},po=async(e=fo())=>{if(!e)return!1;let t=e.volume;e.volume=t/2+.1;let n=new AbortController,r=await Promise.race([mo(e,n.signal),ho(e,t)]);return n.abort(),r},mo=(e,t)=>new Promise(n=>{e.addEventListener(`volumechange`,()=>n(!0),{signal:t})}),ho=async(e,t)=>{for(let n=0;n<10;n++){if(e.volume===t)return!1;await $a(10)}return e.volume!==t},go=/.*Version\/.*Safari\/.*/.test(j.navigator.userAgent),_o=(e=fo())=>j.matchMedia(`(display-mode: standalone)`).matches&&go?!1:typeof e?.requestPictureInPicture==`function`,vo=(e=fo())=>lo({documentElement:M,media:e}),yo=vo(),bo=_o(),xo=!!j.WebKitPlaybackTargetAvailabilityEvent,So=!!j.chrome,Co=e=>Ur(e.media,e=>[Bn.SUBTITLES,Bn.CAPTIONS].includes(e.kind)).sort((e,t)=>e.kind>=t.kind?1:-1),wo=e=>Ur(e.media,e=>e.mode===Vn.SHOWING&&[Bn.SUBTITLES,Bn.CAPTIONS].includes(e.kind)),To=(e,t)=>{let n=Co(e),r=wo(e),i=!!r.length;if(n.length){if(t===!1||i&&t!==!0)Hr(Vn.DISABLED,n,r);else if(t===!0||!i&&t!==!1){let t=n[0],{options:i}=e;if(!i?.noSubtitlesLangPref){let e=j.localStorage.getItem(`media-chrome-pref-subtitles-lang`),r=e?[e,...j.navigator.languages]:j.navigator.languages,i=n.filter(e=>r.some(t=>e.language.toLowerCase().startsWith(t.split(`-`)[0]))).sort((e,t)=>r.findIndex(t=>e.language.toLowerCase().startsWith(t.split(`-`)[0]))-r.findIndex(e=>t.language.toLowerCase().startsWith(e.split(`-`)[0])));i[0]&&(t=i[0])}let{language:a,label:o,kind:s}=t;Hr(Vn.DISABLED,n,r),Hr(Vn.SHOWING,n,[{language:a,label:o,kind:s}])}}},Eo=(e,t)=>e===t?!0:e==null||t==null||typeof e!=typeof t?!1:typeof e==`number`&&Number.isNaN(e)&&Number.isNaN(t)?!0:typeof e==`object`?Array.isArray(e)?Do(e,t):Object.entries(e).every(([e,n])=>e in t&&Eo(n,t[e])):!1,Do=(e,t)=>{let n=Array.isArray(e),r=Array.isArray(t);return n===r?n||r?e.length===t.length&&e.every((e,n)=>Eo(e,t[n])):!0:!1},Oo=Object.values(Un),ko,Ao=po().then(e=>(ko=e,ko)),jo=async(...e)=>{await Promise.all(e.filter(e=>e).map(async e=>{if(!(`localName`in e&&e instanceof j.HTMLElement))return;let t=e.localName;if(!t.includes(`-`))return;let n=j.customElements.get(t);n&&e instanceof n||(await j.customElements.whenDefined(t),j.customElements.upgrade(e))}))},Mo=new j.DOMParser,No=e=>e&&(Mo.parseFromString(e,`text/html`).body.textContent||e),Po={mediaError:{get(e,t){let{media:n}=e;if(t?.type!==`playing`)return n?.error},mediaEvents:[`emptied`,`error`,`playing`]},mediaErrorCode:{get(e,t){let{media:n}=e;if(t?.type!==`playing`)return n?.error?.code},mediaEvents:[`emptied`,`error`,`playing`]},mediaErrorMessage:{get(e,t){let{media:n}=e;if(t?.type!==`playing`)return n?.error?.message??``},mediaEvents:[`emptied`,`error`,`playing`]},mediaWidth:{get(e){let{media:t}=e;return t?.videoWidth??0},mediaEvents:[`resize`]},mediaHeight:{get(e){let{media:t}=e;return t?.videoHeight??0},mediaEvents:[`resize`]},mediaPaused:{get(e){let{media:t}=e;return t?.paused??!0},set(e,t){var n;let{media:r}=t;r&&(e?r.pause():(n=r.play())==null||n.catch(()=>{}))},mediaEvents:[`play`,`playing`,`pause`,`emptied`]},mediaHasPlayed:{get(e,t){let{media:n}=e;return n?t?t.type===`playing`:!n.paused:!1},mediaEvents:[`playing`,`emptied`]},mediaEnded:{get(e){let{media:t}=e;return t?.ended??!1},mediaEvents:[`seeked`,`ended`,`emptied`]},mediaPlaybackRate:{get(e){let{media:t}=e;return t?.playbackRate??1},set(e,t){let{media:n}=t;n&&Number.isFinite(+e)&&(n.playbackRate=+e)},mediaEvents:[`ratechange`,`loadstart`]},mediaMuted:{get(e){let{media:t}=e;return t?.muted??!1},set(e,t){let{media:n,options:{noMutedPref:r}={}}=t;if(n){n.muted=e;try{let t=j.localStorage.getItem(`media-chrome-pref-muted`)!==null,i=n.hasAttribute(`muted`);if(r){t&&j.localStorage.removeItem(`media-chrome-pref-muted`);return}if(i&&!t)return;j.localStorage.setItem(`media-chrome-pref-muted`,e?`true`:`false`)}catch(e){console.debug(`Error setting muted pref`,e)}}},mediaEvents:[`volumechange`],stateOwnersUpdateHandlers:[(e,t)=>{let{options:{noMutedPref:n}}=t,{media:r}=t;if(!(!r||r.muted||n))try{let n=j.localStorage.getItem(`media-chrome-pref-muted`)===`true`;Po.mediaMuted.set(n,t),e(n)}catch(e){console.debug(`Error getting muted pref`,e)}}]},mediaLoop:{get(e){let{media:t}=e;return t?.loop},set(e,t){let{media:n}=t;n&&(n.loop=e)},mediaEvents:[`medialooprequest`]},mediaVolume:{get(e){let{media:t}=e;return t?.volume??1},set(e,t){let{media:n,options:{noVolumePref:r}={}}=t;if(n){try{e==null?j.localStorage.removeItem(`media-chrome-pref-volume`):!n.hasAttribute(`muted`)&&!r&&j.localStorage.setItem(`media-chrome-pref-volume`,e.toString())}catch(e){console.debug(`Error setting volume pref`,e)}Number.isFinite(+e)&&(n.volume=+e)}},mediaEvents:[`volumechange`],stateOwnersUpdateHandlers:[(e,t)=>{let{options:{noVolumePref:n}}=t;if(!n)try{let{media:n}=t;if(!n)return;let r=j.localStorage.getItem(`media-chrome-pref-volume`);if(r==null)return;Po.mediaVolume.set(+r,t),e(+r)}catch(e){console.debug(`Error getting volume pref`,e)}}]},mediaVolumeLevel:{get(e){let{media:t}=e;return t?.volume===void 0?`high`:t.muted||t.volume===0?`off`:t.volume<.5?`low`:t.volume<.75?`medium`:`high`},mediaEvents:[`volumechange`]},mediaCurrentTime:{get(e){let{media:t}=e;return t?.currentTime??0},set(e,t){let{media:n}=t;n&&Qa(e)&&(n.currentTime=e)},mediaEvents:[`timeupdate`,`loadedmetadata`,`seeking`]},mediaDuration:{get(e){let{media:t,options:{defaultDuration:n}={}}=e;return n&&(!t||!t.duration||Number.isNaN(t.duration)||!Number.isFinite(t.duration))?n:Number.isFinite(t?.duration)?t.duration:NaN},mediaEvents:[`durationchange`,`loadedmetadata`,`emptied`]},mediaLoading:{get(e){let{media:t}=e;return t?.readyState<3},mediaEvents:[`waiting`,`playing`,`emptied`]},mediaSeekable:{get(e){let{media:t}=e;if(!t?.seekable?.length)return;let n=t.seekable.start(0),r=t.seekable.end(t.seekable.length-1);if(n||r)return[Number(n.toFixed(3)),Number(r.toFixed(3))]},mediaEvents:[`loadedmetadata`,`emptied`,`progress`,`seekablechange`]},mediaBuffered:{get(e){let{media:t}=e,n=t?.buffered??[];return Array.from(n).map((e,t)=>[Number(n.start(t).toFixed(3)),Number(n.end(t).toFixed(3))])},mediaEvents:[`progress`,`emptied`]},mediaStreamType:{get(e){let{media:t,options:{defaultStreamType:n}={}}=e,r=[Un.LIVE,Un.ON_DEMAND].includes(n)?n:void 0;if(!t)return r;let{streamType:i}=t;if(Oo.includes(i))return i===Un.UNKNOWN?r:i;let a=t.duration;return a===1/0?Un.LIVE:Number.isFinite(a)?Un.ON_DEMAND:r},mediaEvents:[`emptied`,`durationchange`,`loadedmetadata`,`streamtypechange`]},mediaTargetLiveWindow:{get(e){let{media:t}=e;if(!t)return NaN;let{targetLiveWindow:n}=t,r=Po.mediaStreamType.get(e);return(n==null||Number.isNaN(n))&&r===Un.LIVE?0:n},mediaEvents:[`emptied`,`durationchange`,`loadedmetadata`,`streamtypechange`,`targetlivewindowchange`]},mediaTimeIsLive:{get(e){let{media:t,options:{liveEdgeOffset:n=10}={}}=e;if(!t)return!1;if(typeof t.liveEdgeStart==`number`)return!Number.isNaN(t.liveEdgeStart)&&t.currentTime>=t.liveEdgeStart;if(Po.mediaStreamType.get(e)!==Un.LIVE)return!1;let r=t.seekable;if(!r)return!0;if(!r.length)return!1;let i=r.end(r.length-1)-n;return t.currentTime>=i},mediaEvents:[`playing`,`timeupdate`,`progress`,`waiting`,`emptied`]},mediaSubtitlesList:{get(e){return Co(e).map(({kind:e,label:t,language:n})=>({kind:e,label:t,language:n}))},mediaEvents:[`loadstart`],textTracksEvents:[`addtrack`,`removetrack`]},mediaSubtitlesShowing:{get(e){return wo(e).map(({kind:e,label:t,language:n})=>({kind:e,label:t,language:n}))},mediaEvents:[`loadstart`],textTracksEvents:[`addtrack`,`removetrack`,`change`],stateOwnersUpdateHandlers:[(e,t)=>{var n,r;let{media:i,options:a}=t;if(!i)return;let o=e=>{a.defaultSubtitles&&(!e||[Bn.CAPTIONS,Bn.SUBTITLES].includes(e?.track?.kind))&&To(t,!0)};return i.addEventListener(`loadstart`,o),(n=i.textTracks)==null||n.addEventListener(`addtrack`,o),(r=i.textTracks)==null||r.addEventListener(`removetrack`,o),()=>{var e,t;i.removeEventListener(`loadstart`,o),(e=i.textTracks)==null||e.removeEventListener(`addtrack`,o),(t=i.textTracks)==null||t.removeEventListener(`removetrack`,o)}}]},mediaChaptersCues:{get(e){let{media:t}=e;if(!t)return[];let[n]=Ur(t,{kind:Bn.CHAPTERS});return Array.from(n?.cues??[]).map(({text:e,startTime:t,endTime:n})=>({text:No(e),startTime:t,endTime:n}))},mediaEvents:[`loadstart`,`loadedmetadata`],textTracksEvents:[`addtrack`,`removetrack`,`change`],stateOwnersUpdateHandlers:[(e,t)=>{let{media:n}=t;if(!n)return;let r=n.querySelector(`track[kind="chapters"][default][src]`),i=n.shadowRoot?.querySelector(`:is(video,audio) > track[kind="chapters"][default][src]`);return r?.addEventListener(`load`,e),i?.addEventListener(`load`,e),()=>{r?.removeEventListener(`load`,e),i?.removeEventListener(`load`,e)}}]},mediaIsPip:{get(e){let{media:t,documentElement:n}=e;if(!t||!n||!n.pictureInPictureElement)return!1;if(n.pictureInPictureElement===t)return!0;if(n.pictureInPictureElement instanceof HTMLMediaElement)return t.localName?.includes(`-`)?Zn(t,n.pictureInPictureElement):!1;if(n.pictureInPictureElement.localName.includes(`-`)){let e=n.pictureInPictureElement.shadowRoot;for(;e?.pictureInPictureElement;){if(e.pictureInPictureElement===t)return!0;e=e.pictureInPictureElement?.shadowRoot}}return!1},set(e,t){let{media:n}=t;if(n){if(e){if(!M.pictureInPictureEnabled){console.warn(`MediaChrome: Picture-in-picture is not enabled`);return}if(!n.requestPictureInPicture){console.warn(`MediaChrome: The current media does not support picture-in-picture`);return}let e=()=>{console.warn(`MediaChrome: The media is not ready for picture-in-picture. It must have a readyState > 0.`)};n.requestPictureInPicture().catch(t=>{if(t.code===11){if(!n.src){console.warn(`MediaChrome: The media is not ready for picture-in-picture. It must have a src set.`);return}if(n.readyState===0&&n.preload===`none`){let t=()=>{n.removeEventListener(`loadedmetadata`,r),n.preload=`none`},r=()=>{n.requestPictureInPicture().catch(e),t()};n.addEventListener(`loadedmetadata`,r),n.preload=`metadata`,setTimeout(()=>{n.readyState===0&&e(),t()},1e3)}else throw t}else throw t})}else M.pictureInPictureElement&&M.exitPictureInPicture()}},mediaEvents:[`enterpictureinpicture`,`leavepictureinpicture`]},mediaRenditionList:{get(e){let{media:t}=e;return[...t?.videoRenditions??[]].map(e=>({...e}))},mediaEvents:[`emptied`,`loadstart`],videoRenditionsEvents:[`addrendition`,`removerendition`]},mediaRenditionSelected:{get(e){let{media:t}=e;return t?.videoRenditions?.[t.videoRenditions?.selectedIndex]?.id},set(e,t){let{media:n}=t;if(!n?.videoRenditions){console.warn(`MediaController: Rendition selection not supported by this media.`);return}let r=e,i=Array.prototype.findIndex.call(n.videoRenditions,e=>e.id==r);n.videoRenditions.selectedIndex!=i&&(n.videoRenditions.selectedIndex=i)},mediaEvents:[`emptied`],videoRenditionsEvents:[`addrendition`,`removerendition`,`change`]},mediaAudioTrackList:{get(e){let{media:t}=e;return[...t?.audioTracks??[]]},mediaEvents:[`emptied`,`loadstart`],audioTracksEvents:[`addtrack`,`removetrack`]},mediaAudioTrackEnabled:{get(e){let{media:t}=e;return[...t?.audioTracks??[]].find(e=>e.enabled)?.id},set(e,t){let{media:n}=t;if(!n?.audioTracks){console.warn(`MediaChrome: Audio track selection not supported by this media.`);return}let r=e;for(let e of n.audioTracks)e.enabled=r==e.id},mediaEvents:[`emptied`],audioTracksEvents:[`addtrack`,`removetrack`,`change`]},mediaIsFullscreen:{get(e){return so(e)},set(e,t,n){var r;e?(no(t),n.detail&&!t.media?.inert&&((r=t.media)==null||r.focus())):io(t)},rootEvents:[`fullscreenchange`,`webkitfullscreenchange`],mediaEvents:[`webkitbeginfullscreen`,`webkitendfullscreen`,`webkitpresentationmodechanged`]},mediaIsCasting:{get(e){let{media:t}=e;return!t?.remote||t.remote?.state===`disconnected`?!1:t.remote.state===`connected`},set(e,t){let{media:n}=t;n&&(e&&n.remote?.state!==`disconnected`||(e||n.remote?.state===`connected`)&&(typeof n.remote.prompt==`function`?n.remote.prompt().catch(()=>{}):console.warn(`MediaChrome: Casting is not supported in this environment`)))},remoteEvents:[`connect`,`connecting`,`disconnect`]},mediaIsAirplaying:{get(){return!1},set(e,t){let{media:n}=t;n&&(n.webkitShowPlaybackTargetPicker&&j.WebKitPlaybackTargetAvailabilityEvent?n.webkitShowPlaybackTargetPicker():console.error(`MediaChrome: received a request to select AirPlay but AirPlay is not supported in this environment`))},mediaEvents:[`webkitcurrentplaybacktargetiswirelesschanged`]},mediaFullscreenUnavailable:{get(e){let{media:t}=e;if(!yo||!vo(t))return C.UNSUPPORTED}},mediaPipUnavailable:{get(e){let{media:t}=e;if(!bo||!_o(t))return C.UNSUPPORTED;if(t?.disablePictureInPicture)return C.UNAVAILABLE}},mediaVolumeUnavailable:{get(e){let{media:t}=e;if(ko===!1||t?.volume==null)return C.UNSUPPORTED},stateOwnersUpdateHandlers:[e=>{ko??Ao.then(t=>e(t?void 0:C.UNSUPPORTED))}]},mediaCastUnavailable:{get(e,{availability:t=`not-available`}={}){let{media:n}=e;if(!So||!n?.remote?.state)return C.UNSUPPORTED;if(t!=null&&t!==`available`)return C.UNAVAILABLE},stateOwnersUpdateHandlers:[(e,t)=>{var n;let{media:r}=t;if(r)return r.disableRemotePlayback||r.hasAttribute(`disableremoteplayback`)||(n=r?.remote)==null||n.watchAvailability(t=>{e({availability:t?`available`:`not-available`})}).catch(t=>{t.name===`NotSupportedError`?e({availability:null}):e({availability:`not-available`})}),()=>{var e;(e=r?.remote)==null||e.cancelWatchAvailability().catch(()=>{})}}]},mediaAirplayUnavailable:{get(e,t){if(!xo)return C.UNSUPPORTED;if(t?.availability===`not-available`)return C.UNAVAILABLE},mediaEvents:[`webkitplaybacktargetavailabilitychanged`],stateOwnersUpdateHandlers:[(e,t)=>{var n;let{media:r}=t;if(r)return r.disableRemotePlayback||r.hasAttribute(`disableremoteplayback`)||(n=r?.remote)==null||n.watchAvailability(t=>{e({availability:t?`available`:`not-available`})}).catch(t=>{t.name===`NotSupportedError`?e({availability:null}):e({availability:`not-available`})}),()=>{var e;(e=r?.remote)==null||e.cancelWatchAvailability().catch(()=>{})}}]},mediaRenditionUnavailable:{get(e){let{media:t}=e;if(!t?.videoRenditions)return C.UNSUPPORTED;if(!t.videoRenditions?.length)return C.UNAVAILABLE},mediaEvents:[`emptied`,`loadstart`],videoRenditionsEvents:[`addrendition`,`removerendition`]},mediaAudioTrackUnavailable:{get(e){let{media:t}=e;if(!t?.audioTracks)return C.UNSUPPORTED;if((t.audioTracks?.length??0)<=1)return C.UNAVAILABLE},mediaEvents:[`emptied`,`loadstart`],audioTracksEvents:[`addtrack`,`removetrack`]},mediaLang:{get(e){let{options:{mediaLang:t}={}}=e;return t??`en`}}},Fo={[b.MEDIA_PREVIEW_REQUEST](e,t,{detail:n}){let{media:r}=t,i=n??void 0,a,o;if(r&&i!=null){let[e]=Ur(r,{kind:Bn.METADATA,label:`thumbnails`}),t=Array.prototype.find.call(e?.cues??[],(e,t,n)=>t===0?e.endTime>i:t===n.length-1?e.startTime<=i:e.startTime<=i&&e.endTime>i);if(t){let e=/'^(?:[a-z]+:)?\/\//i.test(t.text)?void 0:r?.querySelector(`track[label="thumbnails"]`)?.src,n=new URL(t.text,e);o=new URLSearchParams(n.hash).get(`#xywh`).split(`,`).map(e=>+e),a=n.href}}let s=e.mediaDuration.get(t),c=e.mediaChaptersCues.get(t).find((e,t,n)=>t===n.length-1&&s===e.endTime?e.startTime<=i&&e.endTime>=i:e.startTime<=i&&e.endTime>i)?.text;return n!=null&&c==null&&(c=``),{mediaPreviewTime:i,mediaPreviewImage:a,mediaPreviewCoords:o,mediaPreviewChapter:c}},[b.MEDIA_PAUSE_REQUEST](e,t){e.mediaPaused.set(!0,t)},[b.MEDIA_PLAY_REQUEST](e,t){let n=e.mediaStreamType.get(t)===Un.LIVE,r=!t.options?.noAutoSeekToLive,i=e.mediaTargetLiveWindow.get(t)>0;if(n&&r&&!i){let n=e.mediaSeekable.get(t)?.[1];if(n){let r=n-(t.options?.seekToLiveOffset??0);e.mediaCurrentTime.set(r,t)}}e.mediaPaused.set(!1,t)},[b.MEDIA_PLAYBACK_RATE_REQUEST](e,t,{detail:n}){let r=n;e.mediaPlaybackRate.set(r,t)},[b.MEDIA_MUTE_REQUEST](e,t){e.mediaMuted.set(!0,t)},[b.MEDIA_UNMUTE_REQUEST](e,t){e.mediaVolume.get(t)||e.mediaVolume.set(.25,t),e.mediaMuted.set(!1,t)},[b.MEDIA_LOOP_REQUEST](e,t,{detail:n}){let r=!!n;return e.mediaLoop.set(r,t),{mediaLoop:r}},[b.MEDIA_VOLUME_REQUEST](e,t,{detail:n}){let r=n;r&&e.mediaMuted.get(t)&&e.mediaMuted.set(!1,t),e.mediaVolume.set(r,t)},[b.MEDIA_SEEK_REQUEST](e,t,{detail:n}){let r=n;e.mediaCurrentTime.set(r,t)},[b.MEDIA_SEEK_TO_LIVE_REQUEST](e,t){let n=e.mediaSeekable.get(t)?.[1];if(Number.isNaN(Number(n)))return;let r=n-(t.options?.seekToLiveOffset??0);e.mediaCurrentTime.set(r,t)},[b.MEDIA_SHOW_SUBTITLES_REQUEST](e,t,{detail:n}){let{options:r}=t,i=Co(t),a=Lr(n),o=a[0]?.language;o&&!r.noSubtitlesLangPref&&j.localStorage.setItem(`media-chrome-pref-subtitles-lang`,o),Hr(Vn.SHOWING,i,a)},[b.MEDIA_DISABLE_SUBTITLES_REQUEST](e,t,{detail:n}){let r=Co(t),i=n??[];Hr(Vn.DISABLED,r,i)},[b.MEDIA_TOGGLE_SUBTITLES_REQUEST](e,t,{detail:n}){To(t,n)},[b.MEDIA_RENDITION_REQUEST](e,t,{detail:n}){let r=n;e.mediaRenditionSelected.set(r,t)},[b.MEDIA_AUDIO_TRACK_REQUEST](e,t,{detail:n}){let r=n;e.mediaAudioTrackEnabled.set(r,t)},[b.MEDIA_ENTER_PIP_REQUEST](e,t){e.mediaIsFullscreen.get(t)&&e.mediaIsFullscreen.set(!1,t),e.mediaIsPip.set(!0,t)},[b.MEDIA_EXIT_PIP_REQUEST](e,t){e.mediaIsPip.set(!1,t)},[b.MEDIA_ENTER_FULLSCREEN_REQUEST](e,t,n){e.mediaIsPip.get(t)&&e.mediaIsPip.set(!1,t),e.mediaIsFullscreen.set(!0,t,n)},[b.MEDIA_EXIT_FULLSCREEN_REQUEST](e,t){e.mediaIsFullscreen.set(!1,t)},[b.MEDIA_ENTER_CAST_REQUEST](e,t){e.mediaIsFullscreen.get(t)&&e.mediaIsFullscreen.set(!1,t),e.mediaIsCasting.set(!0,t)},[b.MEDIA_EXIT_CAST_REQUEST](e,t){e.mediaIsCasting.set(!1,t)},[b.MEDIA_AIRPLAY_REQUEST](e,t){e.mediaIsAirplaying.set(!0,t)}},Io=({media:e,fullscreenElement:t,documentElement:n,stateMediator:r=Po,requestMap:i=Fo,options:a={},monitorStateOwnersOnlyWithSubscriptions:o=!0})=>{let s=[],c={options:{...a}},l=Object.freeze({mediaPreviewTime:void 0,mediaPreviewImage:void 0,mediaPreviewCoords:void 0,mediaPreviewChapter:void 0}),u=e=>{e!=null&&(Eo(e,l)||(l=Object.freeze({...l,...e}),s.forEach(e=>e(l))))},d=()=>{let e=Object.entries(r).reduce((e,[t,{get:n}])=>(e[t]=n(c),e),{});u(e)},f={},p,m=async(e,t)=>{let n=!!p;if(p={...c,...p??{},...e},n)return;await jo(...Object.values(e));let i=s.length>0&&t===0&&o,a=c.media!==p.media,l=c.media?.textTracks!==p.media?.textTracks,m=c.media?.videoRenditions!==p.media?.videoRenditions,h=c.media?.audioTracks!==p.media?.audioTracks,g=c.media?.remote!==p.media?.remote,_=c.documentElement!==p.documentElement,ee=!!c.media&&(a||i),te=!!c.media?.textTracks&&(l||i),ne=!!c.media?.videoRenditions&&(m||i),re=!!c.media?.audioTracks&&(h||i),ie=!!c.media?.remote&&(g||i),ae=!!c.documentElement&&(_||i),oe=ee||te||ne||re||ie||ae,se=s.length===0&&t===1&&o,ce=!!p.media&&(a||se),le=!!p.media?.textTracks&&(l||se),ue=!!p.media?.videoRenditions&&(m||se),de=!!p.media?.audioTracks&&(h||se),fe=!!p.media?.remote&&(g||se),pe=!!p.documentElement&&(_||se),me=ce||le||ue||de||fe||pe;oe||me?(Object.entries(r).forEach(([e,{get:t,mediaEvents:n=[],textTracksEvents:r=[],videoRenditionsEvents:i=[],audioTracksEvents:a=[],remoteEvents:o=[],rootEvents:s=[],stateOwnersUpdateHandlers:l=[]}])=>{f[e]||(f[e]={});let d=n=>{let r=t(c,n);u({[e]:r})},m;m=f[e].mediaEvents,n.forEach(t=>{m&&ee&&(c.media.removeEventListener(t,m),f[e].mediaEvents=void 0),ce&&(p.media.addEventListener(t,d),f[e].mediaEvents=d)}),m=f[e].textTracksEvents,r.forEach(t=>{var n,r;m&&te&&((n=c.media.textTracks)==null||n.removeEventListener(t,m),f[e].textTracksEvents=void 0),le&&((r=p.media.textTracks)==null||r.addEventListener(t,d),f[e].textTracksEvents=d)}),m=f[e].videoRenditionsEvents,i.forEach(t=>{var n,r;m&&ne&&((n=c.media.videoRenditions)==null||n.removeEventListener(t,m),f[e].videoRenditionsEvents=void 0),ue&&((r=p.media.videoRenditions)==null||r.addEventListener(t,d),f[e].videoRenditionsEvents=d)}),m=f[e].audioTracksEvents,a.forEach(t=>{var n,r;m&&re&&((n=c.media.audioTracks)==null||n.removeEventListener(t,m),f[e].audioTracksEvents=void 0),de&&((r=p.media.audioTracks)==null||r.addEventListener(t,d),f[e].audioTracksEvents=d)}),m=f[e].remoteEvents,o.forEach(t=>{var n,r;m&&ie&&((n=c.media.remote)==null||n.removeEventListener(t,m),f[e].remoteEvents=void 0),fe&&((r=p.media.remote)==null||r.addEventListener(t,d),f[e].remoteEvents=d)}),m=f[e].rootEvents,s.forEach(t=>{m&&ae&&(c.documentElement.removeEventListener(t,m),f[e].rootEvents=void 0),pe&&(p.documentElement.addEventListener(t,d),f[e].rootEvents=d)});let h=f[e].stateOwnersUpdateHandlers;if(h&&oe&&(Array.isArray(h)?h:[h]).forEach(e=>{typeof e==`function`&&e()}),me){let t=l.map(e=>e(d,p)).filter(e=>typeof e==`function`);f[e].stateOwnersUpdateHandlers=t.length===1?t[0]:t}else oe&&(f[e].stateOwnersUpdateHandlers=void 0)}),Object.entries(p).forEach(([e,t])=>{c[e]=t}),d(),p=void 0):(Object.entries(p).forEach(([e,t])=>{c[e]=t}),d(),p=void 0)};return m({media:e,fullscreenElement:t,documentElement:n,options:a}),{dispatch(e){let{type:t,detail:n}=e;i[t]&&l.mediaErrorCode==null?u(i[t](r,c,e)):t===`mediaelementchangerequest`?m({media:n}):t===`fullscreenelementchangerequest`?m({fullscreenElement:n}):t===`documentelementchangerequest`?m({documentElement:n}):t===`optionschangerequest`&&(Object.entries(n??{}).forEach(([e,t])=>{c.options[e]=t}),d())},getState(){return l},subscribe(e){return m({},s.length+1),s.push(e),e(l),()=>{let t=s.indexOf(e);t>=0&&(m({},s.length-1),s.splice(t,1))}}}},Lo=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},V=(e,t,n)=>(Lo(e,t,`read from private field`),n?n.call(e):t.get(e)),H=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Ro=(e,t,n,r)=>(Lo(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),zo=(e,t,n)=>(Lo(e,t,`access private method`),n),Bo,Vo,U,W,Ho,Uo,Wo,Go,Ko,qo,Jo,Yo,Xo,Zo,Qo,$o,es,ts=[`ArrowLeft`,`ArrowRight`,`ArrowUp`,`ArrowDown`,`Enter`,` `,`f`,`m`,`k`,`c`,`l`,`j`,`>`,`<`,`p`],ns=10,rs=.025,is=.25,as=.25,os=2,G={DEFAULT_SUBTITLES:`defaultsubtitles`,DEFAULT_STREAM_TYPE:`defaultstreamtype`,DEFAULT_DURATION:`defaultduration`,FULLSCREEN_ELEMENT:`fullscreenelement`,HOTKEYS:`hotkeys`,KEYBOARD_BACKWARD_SEEK_OFFSET:`keyboardbackwardseekoffset`,KEYBOARD_FORWARD_SEEK_OFFSET:`keyboardforwardseekoffset`,KEYBOARD_DOWN_VOLUME_STEP:`keyboarddownvolumestep`,KEYBOARD_UP_VOLUME_STEP:`keyboardupvolumestep`,KEYS_USED:`keysused`,LANG:`lang`,LOOP:`loop`,LIVE_EDGE_OFFSET:`liveedgeoffset`,NO_AUTO_SEEK_TO_LIVE:`noautoseektolive`,NO_DEFAULT_STORE:`nodefaultstore`,NO_HOTKEYS:`nohotkeys`,NO_MUTED_PREF:`nomutedpref`,NO_SUBTITLES_LANG_PREF:`nosubtitleslangpref`,NO_VOLUME_PREF:`novolumepref`,SEEK_TO_LIVE_OFFSET:`seektoliveoffset`},ss=class extends ta{constructor(){super(),H(this,Ko),H(this,Yo),H(this,Zo),H(this,$o),this.mediaStateReceivers=[],this.associatedElementSubscriptions=new Map,H(this,Bo,new qa(this,G.HOTKEYS)),H(this,Vo,void 0),H(this,U,void 0),H(this,W,null),H(this,Ho,void 0),H(this,Uo,void 0),H(this,Wo,e=>{var t;(t=V(this,U))==null||t.dispatch(e)}),H(this,Go,void 0),H(this,Jo,e=>{let{key:t,shiftKey:n}=e;n&&(t===`/`||t===`?`)||ts.includes(t)?this.keyboardShortcutHandler(e):this.removeEventListener(`keyup`,V(this,Jo))}),this.associateElement(this);let e={};Ro(this,Ho,t=>{Object.entries(t).forEach(([t,n])=>{if(t in e&&e[t]===n)return;this.propagateMediaState(t,n);let r=t.toLowerCase(),i=new j.CustomEvent(zn[r],{composed:!0,detail:n});this.dispatchEvent(i)}),e=t})}static get observedAttributes(){return super.observedAttributes.concat(G.NO_HOTKEYS,G.HOTKEYS,G.DEFAULT_STREAM_TYPE,G.DEFAULT_SUBTITLES,G.DEFAULT_DURATION,G.NO_MUTED_PREF,G.NO_VOLUME_PREF,G.LANG,G.LOOP,G.LIVE_EDGE_OFFSET,G.SEEK_TO_LIVE_OFFSET,G.NO_AUTO_SEEK_TO_LIVE)}get mediaStore(){return V(this,U)}set mediaStore(e){var t;V(this,U)&&((t=V(this,Uo))==null||t.call(this),Ro(this,Uo,void 0)),Ro(this,U,e),!V(this,U)&&!this.hasAttribute(G.NO_DEFAULT_STORE)?zo(this,Ko,qo).call(this):Ro(this,Uo,V(this,U)?.subscribe(V(this,Ho)))}get fullscreenElement(){return V(this,Vo)??this}set fullscreenElement(e){var t;this.hasAttribute(G.FULLSCREEN_ELEMENT)&&this.removeAttribute(G.FULLSCREEN_ELEMENT),Ro(this,Vo,e),(t=V(this,U))==null||t.dispatch({type:`fullscreenelementchangerequest`,detail:this.fullscreenElement})}get defaultSubtitles(){return D(this,G.DEFAULT_SUBTITLES)}set defaultSubtitles(e){O(this,G.DEFAULT_SUBTITLES,e)}get defaultStreamType(){return k(this,G.DEFAULT_STREAM_TYPE)}set defaultStreamType(e){A(this,G.DEFAULT_STREAM_TYPE,e)}get defaultDuration(){return T(this,G.DEFAULT_DURATION)}set defaultDuration(e){E(this,G.DEFAULT_DURATION,e)}get noHotkeys(){return D(this,G.NO_HOTKEYS)}set noHotkeys(e){O(this,G.NO_HOTKEYS,e)}get keysUsed(){return k(this,G.KEYS_USED)}set keysUsed(e){A(this,G.KEYS_USED,e)}get liveEdgeOffset(){return T(this,G.LIVE_EDGE_OFFSET)}set liveEdgeOffset(e){E(this,G.LIVE_EDGE_OFFSET,e)}get noAutoSeekToLive(){return D(this,G.NO_AUTO_SEEK_TO_LIVE)}set noAutoSeekToLive(e){O(this,G.NO_AUTO_SEEK_TO_LIVE,e)}get noVolumePref(){return D(this,G.NO_VOLUME_PREF)}set noVolumePref(e){O(this,G.NO_VOLUME_PREF,e)}get noMutedPref(){return D(this,G.NO_MUTED_PREF)}set noMutedPref(e){O(this,G.NO_MUTED_PREF,e)}get noSubtitlesLangPref(){return D(this,G.NO_SUBTITLES_LANG_PREF)}set noSubtitlesLangPref(e){O(this,G.NO_SUBTITLES_LANG_PREF,e)}get noDefaultStore(){return D(this,G.NO_DEFAULT_STORE)}set noDefaultStore(e){O(this,G.NO_DEFAULT_STORE,e)}get resolvedLang(){return Xr()}attributeChangedCallback(e,t,n){var r,i,a,o,s,c,l,u,d,f;if(super.attributeChangedCallback(e,t,n),e===G.NO_HOTKEYS)n!==t&&n===``?(this.hasAttribute(G.HOTKEYS)&&console.warn("Media Chrome: Both `hotkeys` and `nohotkeys` have been set. All hotkeys will be disabled."),this.disableHotkeys()):n!==t&&n===null&&this.enableHotkeys(),zo(this,Zo,Qo).call(this);else if(e===G.HOTKEYS)V(this,Bo).value=n,zo(this,Zo,Qo).call(this);else if(e===G.DEFAULT_SUBTITLES&&n!==t)(r=V(this,U))==null||r.dispatch({type:`optionschangerequest`,detail:{defaultSubtitles:this.hasAttribute(G.DEFAULT_SUBTITLES)}});else if(e===G.DEFAULT_STREAM_TYPE)(i=V(this,U))==null||i.dispatch({type:`optionschangerequest`,detail:{defaultStreamType:this.getAttribute(G.DEFAULT_STREAM_TYPE)??void 0}});else if(e===G.LIVE_EDGE_OFFSET&&n!==t)(a=V(this,U))==null||a.dispatch({type:`optionschangerequest`,detail:{liveEdgeOffset:this.hasAttribute(G.LIVE_EDGE_OFFSET)?+this.getAttribute(G.LIVE_EDGE_OFFSET):void 0,seekToLiveOffset:this.hasAttribute(G.SEEK_TO_LIVE_OFFSET)?+this.getAttribute(G.SEEK_TO_LIVE_OFFSET):this.hasAttribute(G.LIVE_EDGE_OFFSET)?+this.getAttribute(G.LIVE_EDGE_OFFSET):void 0}});else if(e===G.SEEK_TO_LIVE_OFFSET&&n!==t)(o=V(this,U))==null||o.dispatch({type:`optionschangerequest`,detail:{seekToLiveOffset:this.hasAttribute(G.SEEK_TO_LIVE_OFFSET)?+this.getAttribute(G.SEEK_TO_LIVE_OFFSET):this.hasAttribute(G.LIVE_EDGE_OFFSET)?+this.getAttribute(G.LIVE_EDGE_OFFSET):void 0}});else if(e===G.NO_AUTO_SEEK_TO_LIVE)(s=V(this,U))==null||s.dispatch({type:`optionschangerequest`,detail:{noAutoSeekToLive:this.hasAttribute(G.NO_AUTO_SEEK_TO_LIVE)}});else if(e===G.FULLSCREEN_ELEMENT){let e=n?this.getRootNode()?.getElementById(n):void 0;Ro(this,Vo,e),(c=V(this,U))==null||c.dispatch({type:`fullscreenelementchangerequest`,detail:this.fullscreenElement})}else e===G.LANG&&n!==t?(qr(n),(l=V(this,U))==null||l.dispatch({type:`optionschangerequest`,detail:{mediaLang:n}})):e===G.LOOP&&n!==t?(u=V(this,U))==null||u.dispatch({type:b.MEDIA_LOOP_REQUEST,detail:n!=null}):e===G.NO_VOLUME_PREF&&n!==t?(d=V(this,U))==null||d.dispatch({type:`optionschangerequest`,detail:{noVolumePref:this.hasAttribute(G.NO_VOLUME_PREF)}}):e===G.NO_MUTED_PREF&&n!==t&&((f=V(this,U))==null||f.dispatch({type:`optionschangerequest`,detail:{noMutedPref:this.hasAttribute(G.NO_MUTED_PREF)}}))}connectedCallback(){var e,t;this.associateElement(this),!V(this,U)&&!this.hasAttribute(G.NO_DEFAULT_STORE)&&zo(this,Ko,qo).call(this),(e=V(this,U))==null||e.dispatch({type:`documentelementchangerequest`,detail:M}),(t=V(this,U))==null||t.dispatch({type:`fullscreenelementchangerequest`,detail:this.fullscreenElement}),super.connectedCallback(),V(this,U)&&!V(this,Uo)&&Ro(this,Uo,V(this,U)?.subscribe(V(this,Ho))),V(this,Go)!==void 0&&V(this,U)&&this.media&&setTimeout(()=>{var e;this.media?.textTracks?.length&&((e=V(this,U))==null||e.dispatch({type:b.MEDIA_TOGGLE_SUBTITLES_REQUEST,detail:V(this,Go)}))},0),this.hasAttribute(G.NO_HOTKEYS)?this.disableHotkeys():this.enableHotkeys()}disconnectedCallback(){var e,t,n,r,i;if((e=super.disconnectedCallback)==null||e.call(this),this.disableHotkeys(),V(this,U)){let e=V(this,U).getState();Ro(this,Go,!!e.mediaSubtitlesShowing?.length),(t=V(this,U))==null||t.dispatch({type:`fullscreenelementchangerequest`,detail:void 0}),(n=V(this,U))==null||n.dispatch({type:`documentelementchangerequest`,detail:void 0}),(r=V(this,U))==null||r.dispatch({type:b.MEDIA_TOGGLE_SUBTITLES_REQUEST,detail:!1})}V(this,Uo)&&((i=V(this,Uo))==null||i.call(this),Ro(this,Uo,void 0)),this.unassociateElement(this),V(this,W)&&(V(this,W).remove(),Ro(this,W,null))}mediaSetCallback(e){var t;super.mediaSetCallback(e),(t=V(this,U))==null||t.dispatch({type:`mediaelementchangerequest`,detail:e}),e.hasAttribute(`tabindex`)||(e.tabIndex=-1)}mediaUnsetCallback(e){var t;super.mediaUnsetCallback(e),(t=V(this,U))==null||t.dispatch({type:`mediaelementchangerequest`,detail:void 0})}propagateMediaState(e,t){vs(this.mediaStateReceivers,e,t)}associateElement(e){if(!e)return;let{associatedElementSubscriptions:t}=this;if(t.has(e))return;let n=ys(e,this.registerMediaStateReceiver.bind(this),this.unregisterMediaStateReceiver.bind(this));Object.values(b).forEach(t=>{e.addEventListener(t,V(this,Wo))}),t.set(e,n)}unassociateElement(e){if(!e)return;let{associatedElementSubscriptions:t}=this;t.has(e)&&(t.get(e)(),t.delete(e),Object.values(b).forEach(t=>{e.removeEventListener(t,V(this,Wo))}))}registerMediaStateReceiver(e){if(!e)return;let t=this.mediaStateReceivers;t.indexOf(e)>-1||(t.push(e),V(this,U)&&Object.entries(V(this,U).getState()).forEach(([t,n])=>{vs([e],t,n)}))}unregisterMediaStateReceiver(e){let t=this.mediaStateReceivers,n=t.indexOf(e);n<0||t.splice(n,1)}enableHotkeys(){this.addEventListener(`keydown`,zo(this,Yo,Xo))}disableHotkeys(){this.removeEventListener(`keydown`,zo(this,Yo,Xo)),this.removeEventListener(`keyup`,V(this,Jo))}get hotkeys(){return V(this,Bo)}set hotkeys(e){A(this,G.HOTKEYS,e)}keyboardShortcutHandler(e){let t=e.target;if((t.getAttribute(G.KEYS_USED)?.split(` `)??t?.keysUsed??[]).map(e=>e===`Space`?` `:e).filter(Boolean).includes(e.key))return;let n,r,i;if(!V(this,Bo).contains(Na(e.key))&&(!e.shiftKey||e.key!==`/`&&e.key!==`?`||!V(this,Bo).contains(`noshift+/`)))switch(e.key){case` `:case`k`:n=V(this,U).getState().mediaPaused?b.MEDIA_PLAY_REQUEST:b.MEDIA_PAUSE_REQUEST,this.dispatchEvent(new j.CustomEvent(n,{composed:!0,bubbles:!0}));break;case`m`:n=this.mediaStore.getState().mediaVolumeLevel===`off`?b.MEDIA_UNMUTE_REQUEST:b.MEDIA_MUTE_REQUEST,this.dispatchEvent(new j.CustomEvent(n,{composed:!0,bubbles:!0}));break;case`f`:n=this.mediaStore.getState().mediaIsFullscreen?b.MEDIA_EXIT_FULLSCREEN_REQUEST:b.MEDIA_ENTER_FULLSCREEN_REQUEST,this.dispatchEvent(new j.CustomEvent(n,{composed:!0,bubbles:!0}));break;case`c`:this.dispatchEvent(new j.CustomEvent(b.MEDIA_TOGGLE_SUBTITLES_REQUEST,{composed:!0,bubbles:!0}));break;case`ArrowLeft`:case`j`:{let e=this.hasAttribute(G.KEYBOARD_BACKWARD_SEEK_OFFSET)?+this.getAttribute(G.KEYBOARD_BACKWARD_SEEK_OFFSET):ns;r=Math.max((this.mediaStore.getState().mediaCurrentTime??0)-e,0),i=new j.CustomEvent(b.MEDIA_SEEK_REQUEST,{composed:!0,bubbles:!0,detail:r}),this.dispatchEvent(i);break}case`ArrowRight`:case`l`:{let e=this.hasAttribute(G.KEYBOARD_FORWARD_SEEK_OFFSET)?+this.getAttribute(G.KEYBOARD_FORWARD_SEEK_OFFSET):ns;r=Math.max((this.mediaStore.getState().mediaCurrentTime??0)+e,0),i=new j.CustomEvent(b.MEDIA_SEEK_REQUEST,{composed:!0,bubbles:!0,detail:r}),this.dispatchEvent(i);break}case`ArrowUp`:{let e=this.hasAttribute(G.KEYBOARD_UP_VOLUME_STEP)?+this.getAttribute(G.KEYBOARD_UP_VOLUME_STEP):rs;r=Math.min((this.mediaStore.getState().mediaVolume??1)+e,1),i=new j.CustomEvent(b.MEDIA_VOLUME_REQUEST,{composed:!0,bubbles:!0,detail:r}),this.dispatchEvent(i);break}case`ArrowDown`:{let e=this.hasAttribute(G.KEYBOARD_DOWN_VOLUME_STEP)?+this.getAttribute(G.KEYBOARD_DOWN_VOLUME_STEP):rs;r=Math.max((this.mediaStore.getState().mediaVolume??1)-e,0),i=new j.CustomEvent(b.MEDIA_VOLUME_REQUEST,{composed:!0,bubbles:!0,detail:r}),this.dispatchEvent(i);break}case`<`:{let e=this.mediaStore.getState().mediaPlaybackRate??1;r=Math.max(e-is,as).toFixed(2),i=new j.CustomEvent(b.MEDIA_PLAYBACK_RATE_REQUEST,{composed:!0,bubbles:!0,detail:r}),this.dispatchEvent(i);break}case`>`:{let e=this.mediaStore.getState().mediaPlaybackRate??1;r=Math.min(e+is,os).toFixed(2),i=new j.CustomEvent(b.MEDIA_PLAYBACK_RATE_REQUEST,{composed:!0,bubbles:!0,detail:r}),this.dispatchEvent(i);break}case`/`:case`?`:e.shiftKey&&zo(this,$o,es).call(this);break;case`p`:n=this.mediaStore.getState().mediaIsPip?b.MEDIA_EXIT_PIP_REQUEST:b.MEDIA_ENTER_PIP_REQUEST,i=new j.CustomEvent(n,{composed:!0,bubbles:!0}),this.dispatchEvent(i)}}};Bo=new WeakMap,Vo=new WeakMap,U=new WeakMap,W=new WeakMap,Ho=new WeakMap,Uo=new WeakMap,Wo=new WeakMap,Go=new WeakMap,Ko=new WeakSet,qo=function(){this.mediaStore=Io({media:this.media,fullscreenElement:this.fullscreenElement,options:{defaultSubtitles:this.hasAttribute(G.DEFAULT_SUBTITLES),defaultDuration:this.hasAttribute(G.DEFAULT_DURATION)?+this.getAttribute(G.DEFAULT_DURATION):void 0,defaultStreamType:this.getAttribute(G.DEFAULT_STREAM_TYPE)??void 0,liveEdgeOffset:this.hasAttribute(G.LIVE_EDGE_OFFSET)?+this.getAttribute(G.LIVE_EDGE_OFFSET):void 0,seekToLiveOffset:this.hasAttribute(G.SEEK_TO_LIVE_OFFSET)?+this.getAttribute(G.SEEK_TO_LIVE_OFFSET):this.hasAttribute(G.LIVE_EDGE_OFFSET)?+this.getAttribute(G.LIVE_EDGE_OFFSET):void 0,noAutoSeekToLive:this.hasAttribute(G.NO_AUTO_SEEK_TO_LIVE),noVolumePref:this.hasAttribute(G.NO_VOLUME_PREF),noMutedPref:this.hasAttribute(G.NO_MUTED_PREF),noSubtitlesLangPref:this.hasAttribute(G.NO_SUBTITLES_LANG_PREF)}})},Jo=new WeakMap,Yo=new WeakSet,Xo=function(e){let{metaKey:t,altKey:n,key:r,shiftKey:i}=e,a=i&&(r===`/`||r===`?`);if(a&&V(this,W)?.open||t||n||!a&&!ts.includes(r)){this.removeEventListener(`keyup`,V(this,Jo));return}let o=e.target,s=o instanceof HTMLElement&&(o.tagName.toLowerCase()===`media-volume-range`||o.tagName.toLowerCase()===`media-time-range`);[` `,`ArrowLeft`,`ArrowRight`,`ArrowUp`,`ArrowDown`].includes(r)&&!V(this,Bo).contains(Na(r))&&!s&&e.preventDefault(),this.addEventListener(`keyup`,V(this,Jo),{once:!0})},Zo=new WeakSet,Qo=function(){V(this,W)&&(V(this,W).hotkeys=V(this,Bo).value||void 0,(this.noHotkeys||V(this,Bo).contains(`noshift+/`))&&(V(this,W).open=!1))},$o=new WeakSet,es=function(){V(this,W)||(Ro(this,W,M.createElement(`media-keyboard-shortcuts-dialog`)),zo(this,Zo,Qo).call(this),this.appendChild(V(this,W))),V(this,W).open=!0};var cs=Object.values(S),ls=Object.values(In),us=e=>{var t;let{observedAttributes:n}=e.constructor;!n&&e.nodeName?.includes(`-`)&&(j.customElements.upgrade(e),{observedAttributes:n}=e.constructor);let r=((t=(e?.getAttribute)?.call(e,x.MEDIA_CHROME_ATTRIBUTES))?.split)?.call(t,/\s+/);return Array.isArray(n||r)?(n||r).filter(e=>cs.includes(e)):[]},ds=e=>(e.nodeName?.includes(`-`)&&j.customElements.get(e.nodeName?.toLowerCase())&&!(e instanceof j.customElements.get(e.nodeName.toLowerCase()))&&j.customElements.upgrade(e),ls.some(t=>t in e)),fs=e=>ds(e)||!!us(e).length,ps=e=>(e?.join)?.call(e,`:`),ms={[S.MEDIA_SUBTITLES_LIST]:zr,[S.MEDIA_SUBTITLES_SHOWING]:zr,[S.MEDIA_SEEKABLE]:ps,[S.MEDIA_BUFFERED]:e=>e?.map(ps).join(` `),[S.MEDIA_PREVIEW_COORDS]:e=>e?.join(` `),[S.MEDIA_RENDITION_LIST]:Ja,[S.MEDIA_AUDIO_TRACK_LIST]:Xa},hs=async(e,t,n)=>{if(e.isConnected||await $a(0),typeof n==`boolean`||n==null)return O(e,t,n);if(typeof n==`number`)return E(e,t,n);if(typeof n==`string`)return A(e,t,n);if(Array.isArray(n)&&!n.length)return e.removeAttribute(t);let r=ms[t]?.call(ms,n)??n;return e.setAttribute(t,r)},gs=e=>!!e.closest?.call(e,`*[slot="media"]`),_s=(e,t)=>{if(gs(e))return;let n=(e,t)=>{fs(e)&&t(e);let{children:n=[]}=e??{},r=e?.shadowRoot?.children??[];[...n,...r].forEach(e=>_s(e,t))},r=e?.nodeName.toLowerCase();r.includes(`-`)&&!fs(e)?j.customElements.whenDefined(r).then(()=>{n(e,t)}):n(e,t)},vs=(e,t,n)=>{e.forEach(e=>{if(t in e){e[t]=n;return}let r=us(e),i=t.toLowerCase();r.includes(i)&&hs(e,i,n)})},ys=(e,t,n)=>{_s(e,t);let r=e=>{t(e?.composedPath()[0]??e.target)},i=e=>{n(e?.composedPath()[0]??e.target)};e.addEventListener(b.REGISTER_MEDIA_STATE_RECEIVER,r),e.addEventListener(b.UNREGISTER_MEDIA_STATE_RECEIVER,i);let a=e=>{e.forEach(e=>{let{addedNodes:r=[],removedNodes:i=[],type:a,target:o,attributeName:s}=e;a===`childList`?(Array.prototype.forEach.call(r,e=>_s(e,t)),Array.prototype.forEach.call(i,e=>_s(e,n))):a===`attributes`&&s===x.MEDIA_CHROME_ATTRIBUTES&&(fs(o)?t(o):n(o))})},o=[],s=e=>{let r=e.target;r.name!==`media`&&(o.forEach(e=>_s(e,n)),o=[...r.assignedElements({flatten:!0})],o.forEach(e=>_s(e,t)))};e.addEventListener(`slotchange`,s);let c=new MutationObserver(a);return c.observe(e,{childList:!0,attributes:!0,subtree:!0}),()=>{_s(e,n),e.removeEventListener(`slotchange`,s),c.disconnect(),e.removeEventListener(b.REGISTER_MEDIA_STATE_RECEIVER,r),e.removeEventListener(b.UNREGISTER_MEDIA_STATE_RECEIVER,i)}};j.customElements.get(`media-controller`)||j.customElements.define(`media-controller`,ss);var bs={2:F(`Network Error`),3:F(`Decode Error`),4:F(`Source Not Supported`),5:F(`Encryption Error`)},xs={2:F(`A network error caused the media download to fail.`),3:F(`A media error caused playback to be aborted. The media could be corrupt or your browser does not support this format.`),4:F(`An unsupported error occurred. The server or network failed, or your browser does not support this format.`),5:F(`The media is encrypted and there are no keys to decrypt it.`)},Ss=e=>e.code===1?null:{title:bs[e.code]??`Error ${e.code}`,message:xs[e.code]??e.message},Cs=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},ws=(e,t,n)=>(Cs(e,t,`read from private field`),n?n.call(e):t.get(e)),Ts=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Es=(e,t,n,r)=>(Cs(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Ds;function Os(e){let t=+e.mediaerrorcode;return`
    <style>
      :host {
        background: rgb(20 20 30 / .8);
      }

      #content {
        display: block;
        padding: 1.2em 1.5em;
      }

      h3,
      p {
        margin-block: 0 .3em;
      }
    </style>
    <slot name="error-${t}" id="content">
      ${As({code:t,message:e.mediaerrormessage})}
    </slot>
  `}function ks(e){return e.code&&Ss(e)!==null}function As(e){let{title:t,message:n}=Ss(e)??{},r=to(e.code),i=``;return t&&(i+=`<slot name="error-${r}-title"><h3>${to(t)}</h3></slot>`),n&&(i+=`<slot name="error-${r}-message"><p>${to(n)}</p></slot>`),i}var js=[S.MEDIA_ERROR_CODE,S.MEDIA_ERROR_MESSAGE],Ms=class extends Ta{constructor(){super(...arguments),Ts(this,Ds,null)}static get observedAttributes(){return[...super.observedAttributes,...js]}formatErrorMessage(e){return this.constructor.formatErrorMessage(e)}attributeChangedCallback(e,t,n){if(super.attributeChangedCallback(e,t,n),!js.includes(e))return;let r=this.mediaError??{code:this.mediaErrorCode,message:this.mediaErrorMessage};if(this.open=ks(r),this.open&&(this.shadowRoot.querySelector(`slot`).name=`error-${this.mediaErrorCode}`,this.shadowRoot.querySelector(`#content`).innerHTML=this.formatErrorMessage(r),!this.hasAttribute(`aria-label`))){let{title:e}=Ss(r);e&&this.setAttribute(`aria-label`,e)}}get mediaError(){return ws(this,Ds)}set mediaError(e){Es(this,Ds,e)}get mediaErrorCode(){return T(this,`mediaerrorcode`)}set mediaErrorCode(e){E(this,`mediaerrorcode`,e)}get mediaErrorMessage(){return k(this,`mediaerrormessage`)}set mediaErrorMessage(e){A(this,`mediaerrormessage`,e)}};Ds=new WeakMap,Ms.getSlotTemplateHTML=Os,Ms.formatErrorMessage=As,j.customElements.get(`media-error-dialog`)||j.customElements.define(`media-error-dialog`,Ms);var Ns=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},Ps=(e,t,n)=>(Ns(e,t,`read from private field`),n?n.call(e):t.get(e)),Fs=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Is=(e,t,n,r)=>(Ns(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Ls,Rs=`<svg aria-hidden="true" viewBox="0 0 26 24">
  <path d="M16 3v2.5h3.5V9H22V3h-6ZM4 9h2.5V5.5H10V3H4v6Zm15.5 9.5H16V21h6v-6h-2.5v3.5ZM6.5 15H4v6h6v-2.5H6.5V15Z"/>
</svg>`,zs=`<svg aria-hidden="true" viewBox="0 0 26 24">
  <path d="M18.5 6.5V3H16v6h6V6.5h-3.5ZM16 21h2.5v-3.5H22V15h-6v6ZM4 17.5h3.5V21H10v-6H4v2.5Zm3.5-11H4V9h6V3H7.5v3.5Z"/>
</svg>`;function Bs(e){return`
    <style>
      :host([${S.MEDIA_IS_FULLSCREEN}]) slot[name=icon] slot:not([name=exit]) {
        display: none !important;
      }

      
      :host(:not([${S.MEDIA_IS_FULLSCREEN}])) slot[name=icon] slot:not([name=enter]) {
        display: none !important;
      }

      :host([${S.MEDIA_IS_FULLSCREEN}]) slot[name=tooltip-enter],
      :host(:not([${S.MEDIA_IS_FULLSCREEN}])) slot[name=tooltip-exit] {
        display: none;
      }
    </style>

    <slot name="icon">
      <slot name="enter">${Rs}</slot>
      <slot name="exit">${zs}</slot>
    </slot>
  `}function Vs(){return`
    <slot name="tooltip-enter">${F(`Enter fullscreen mode`)}</slot>
    <slot name="tooltip-exit">${F(`Exit fullscreen mode`)}</slot>
  `}var Hs=e=>{let t=e.mediaIsFullscreen?F(`exit fullscreen mode`):F(`enter fullscreen mode`);e.setAttribute(`aria-label`,t)},Us=class extends P{constructor(){super(...arguments),Fs(this,Ls,null)}static get observedAttributes(){return[...super.observedAttributes,S.MEDIA_IS_FULLSCREEN,S.MEDIA_FULLSCREEN_UNAVAILABLE]}connectedCallback(){super.connectedCallback(),Hs(this)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),e===S.MEDIA_IS_FULLSCREEN&&Hs(this)}get mediaFullscreenUnavailable(){return k(this,S.MEDIA_FULLSCREEN_UNAVAILABLE)}set mediaFullscreenUnavailable(e){A(this,S.MEDIA_FULLSCREEN_UNAVAILABLE,e)}get mediaIsFullscreen(){return D(this,S.MEDIA_IS_FULLSCREEN)}set mediaIsFullscreen(e){O(this,S.MEDIA_IS_FULLSCREEN,e)}handleClick(e){Is(this,Ls,e);let t=Ps(this,Ls)instanceof PointerEvent,n=this.mediaIsFullscreen?new j.CustomEvent(b.MEDIA_EXIT_FULLSCREEN_REQUEST,{composed:!0,bubbles:!0}):new j.CustomEvent(b.MEDIA_ENTER_FULLSCREEN_REQUEST,{composed:!0,bubbles:!0,detail:t});this.dispatchEvent(n)}};Ls=new WeakMap,Us.getSlotTemplateHTML=Bs,Us.getTooltipContentHTML=Vs,j.customElements.get(`media-fullscreen-button`)||j.customElements.define(`media-fullscreen-button`,Us);var Ws=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},Gs=(e,t,n)=>(Ws(e,t,`read from private field`),n?n.call(e):t.get(e)),Ks=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},qs=(e,t,n,r)=>(Ws(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Js,Ys,Xs={LOADING_DELAY:`loadingdelay`,NO_AUTOHIDE:`noautohide`},Zs=500,Qs=`
<svg aria-hidden="true" viewBox="0 0 100 100">
  <path d="M73,50c0-12.7-10.3-23-23-23S27,37.3,27,50 M30.9,50c0-10.5,8.5-19.1,19.1-19.1S69.1,39.5,69.1,50">
    <animateTransform
       attributeName="transform"
       attributeType="XML"
       type="rotate"
       dur="1s"
       from="0 50 50"
       to="360 50 50"
       repeatCount="indefinite" />
  </path>
</svg>
`;function $s(e){return`
    <style>
      :host {
        display: var(--media-control-display, var(--media-loading-indicator-display, inline-block));
        vertical-align: middle;
        box-sizing: border-box;
        --_loading-indicator-delay: var(--media-loading-indicator-transition-delay, ${Zs}ms);
      }

      #status {
        color: rgba(0,0,0,0);
        width: 0px;
        height: 0px;
      }

      :host slot[name=icon] > *,
      :host ::slotted([slot=icon]) {
        opacity: var(--media-loading-indicator-opacity, 0);
        transition: opacity 0.15s;
      }

      :host([${S.MEDIA_LOADING}]:not([${S.MEDIA_PAUSED}])) slot[name=icon] > *,
      :host([${S.MEDIA_LOADING}]:not([${S.MEDIA_PAUSED}])) ::slotted([slot=icon]) {
        opacity: var(--media-loading-indicator-opacity, 1);
        transition: opacity 0.15s var(--_loading-indicator-delay);
      }

      :host #status {
        visibility: var(--media-loading-indicator-opacity, hidden);
        transition: visibility 0.15s;
      }

      :host([${S.MEDIA_LOADING}]:not([${S.MEDIA_PAUSED}])) #status {
        visibility: var(--media-loading-indicator-opacity, visible);
        transition: visibility 0.15s var(--_loading-indicator-delay);
      }

      svg, img, ::slotted(svg), ::slotted(img) {
        width: var(--media-loading-indicator-icon-width);
        height: var(--media-loading-indicator-icon-height, 100px);
        fill: var(--media-icon-color, var(--media-primary-color, rgb(238 238 238)));
        vertical-align: middle;
      }
    </style>

    <slot name="icon">${Qs}</slot>
    <div id="status" role="status" aria-live="polite">${F(`media loading`)}</div>
  `}var ec=class extends j.HTMLElement{constructor(){if(super(),Ks(this,Js,void 0),Ks(this,Ys,Zs),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=Gn(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[x.MEDIA_CONTROLLER,S.MEDIA_PAUSED,S.MEDIA_LOADING,Xs.LOADING_DELAY]}attributeChangedCallback(e,t,n){var r,i,a,o;e===Xs.LOADING_DELAY&&t!==n?this.loadingDelay=Number(n):e===x.MEDIA_CONTROLLER&&(t&&((i=(r=Gs(this,Js))?.unassociateElement)==null||i.call(r,this),qs(this,Js,null)),n&&this.isConnected&&(qs(this,Js,this.getRootNode()?.getElementById(n)),(o=(a=Gs(this,Js))?.associateElement)==null||o.call(a,this)))}connectedCallback(){var e,t;let n=this.getAttribute(x.MEDIA_CONTROLLER);n&&(qs(this,Js,this.getRootNode()?.getElementById(n)),(t=(e=Gs(this,Js))?.associateElement)==null||t.call(e,this))}disconnectedCallback(){var e,t;(t=(e=Gs(this,Js))?.unassociateElement)==null||t.call(e,this),qs(this,Js,null)}get loadingDelay(){return Gs(this,Ys)}set loadingDelay(e){qs(this,Ys,e);let{style:t}=w(this.shadowRoot,`:host`);t.setProperty(`--_loading-indicator-delay`,`var(--media-loading-indicator-transition-delay, ${e}ms)`)}get mediaPaused(){return D(this,S.MEDIA_PAUSED)}set mediaPaused(e){O(this,S.MEDIA_PAUSED,e)}get mediaLoading(){return D(this,S.MEDIA_LOADING)}set mediaLoading(e){O(this,S.MEDIA_LOADING,e)}get mediaController(){return k(this,x.MEDIA_CONTROLLER)}set mediaController(e){A(this,x.MEDIA_CONTROLLER,e)}get noAutohide(){return D(this,Xs.NO_AUTOHIDE)}set noAutohide(e){O(this,Xs.NO_AUTOHIDE,e)}};Js=new WeakMap,Ys=new WeakMap,ec.shadowRootOptions={mode:`open`},ec.getTemplateHTML=$s,j.customElements.get(`media-loading-indicator`)||j.customElements.define(`media-loading-indicator`,ec);var tc=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="M16.5 12A4.5 4.5 0 0 0 14 8v2.18l2.45 2.45a4.22 4.22 0 0 0 .05-.63Zm2.5 0a6.84 6.84 0 0 1-.54 2.64L20 16.15A8.8 8.8 0 0 0 21 12a9 9 0 0 0-7-8.77v2.06A7 7 0 0 1 19 12ZM4.27 3 3 4.27 7.73 9H3v6h4l5 5v-6.73l4.25 4.25A6.92 6.92 0 0 1 14 18.7v2.06A9 9 0 0 0 17.69 19l2 2.05L21 19.73l-9-9L4.27 3ZM12 4 9.91 6.09 12 8.18V4Z"/>
</svg>`,nc=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="M3 9v6h4l5 5V4L7 9H3Zm13.5 3A4.5 4.5 0 0 0 14 8v8a4.47 4.47 0 0 0 2.5-4Z"/>
</svg>`,rc=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="M3 9v6h4l5 5V4L7 9H3Zm13.5 3A4.5 4.5 0 0 0 14 8v8a4.47 4.47 0 0 0 2.5-4ZM14 3.23v2.06a7 7 0 0 1 0 13.42v2.06a9 9 0 0 0 0-17.54Z"/>
</svg>`;function ic(e){return`
    <style>
      :host(:not([${S.MEDIA_VOLUME_LEVEL}])) slot[name=icon] slot:not([name=high]),
      :host([${S.MEDIA_VOLUME_LEVEL}=high]) slot[name=icon] slot:not([name=high]) {
        display: none !important;
      }

      :host([${S.MEDIA_VOLUME_LEVEL}=off]) slot[name=icon] slot:not([name=off]) {
        display: none !important;
      }

      :host([${S.MEDIA_VOLUME_LEVEL}=low]) slot[name=icon] slot:not([name=low]) {
        display: none !important;
      }

      :host([${S.MEDIA_VOLUME_LEVEL}=medium]) slot[name=icon] slot:not([name=medium]) {
        display: none !important;
      }

      :host(:not([${S.MEDIA_VOLUME_LEVEL}=off])) slot[name=tooltip-unmute],
      :host([${S.MEDIA_VOLUME_LEVEL}=off]) slot[name=tooltip-mute] {
        display: none;
      }
    </style>

    <slot name="icon">
      <slot name="off">${tc}</slot>
      <slot name="low">${nc}</slot>
      <slot name="medium">${nc}</slot>
      <slot name="high">${rc}</slot>
    </slot>
  `}function ac(){return`
    <slot name="tooltip-mute">${F(`Mute`)}</slot>
    <slot name="tooltip-unmute">${F(`Unmute`)}</slot>
  `}var oc=e=>{let t=e.mediaVolumeLevel===`off`?F(`unmute`):F(`mute`);e.setAttribute(`aria-label`,t)},sc=class extends P{static get observedAttributes(){return[...super.observedAttributes,S.MEDIA_VOLUME_LEVEL]}connectedCallback(){super.connectedCallback(),oc(this)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),e===S.MEDIA_VOLUME_LEVEL&&oc(this)}get mediaVolumeLevel(){return k(this,S.MEDIA_VOLUME_LEVEL)}set mediaVolumeLevel(e){A(this,S.MEDIA_VOLUME_LEVEL,e)}handleClick(){let e=this.mediaVolumeLevel===`off`?b.MEDIA_UNMUTE_REQUEST:b.MEDIA_MUTE_REQUEST;this.dispatchEvent(new j.CustomEvent(e,{composed:!0,bubbles:!0}))}};sc.getSlotTemplateHTML=ic,sc.getTooltipContentHTML=ac,j.customElements.get(`media-mute-button`)||j.customElements.define(`media-mute-button`,sc);var cc=`<svg aria-hidden="true" viewBox="0 0 28 24">
  <path d="M24 3H4a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h20a1 1 0 0 0 1-1V4a1 1 0 0 0-1-1Zm-1 16H5V5h18v14Zm-3-8h-7v5h7v-5Z"/>
</svg>`;function lc(e){return`
    <style>
      :host([${S.MEDIA_IS_PIP}]) slot[name=icon] slot:not([name=exit]) {
        display: none !important;
      }

      :host(:not([${S.MEDIA_IS_PIP}])) slot[name=icon] slot:not([name=enter]) {
        display: none !important;
      }

      :host([${S.MEDIA_IS_PIP}]) slot[name=tooltip-enter],
      :host(:not([${S.MEDIA_IS_PIP}])) slot[name=tooltip-exit] {
        display: none;
      }
    </style>

    <slot name="icon">
      <slot name="enter">${cc}</slot>
      <slot name="exit">${cc}</slot>
    </slot>
  `}function uc(){return`
    <slot name="tooltip-enter">${F(`Enter picture in picture mode`)}</slot>
    <slot name="tooltip-exit">${F(`Exit picture in picture mode`)}</slot>
  `}var dc=e=>{let t=e.mediaIsPip?F(`exit picture in picture mode`):F(`enter picture in picture mode`);e.setAttribute(`aria-label`,t)},fc=class extends P{static get observedAttributes(){return[...super.observedAttributes,S.MEDIA_IS_PIP,S.MEDIA_PIP_UNAVAILABLE]}connectedCallback(){super.connectedCallback(),dc(this)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),e===S.MEDIA_IS_PIP&&dc(this)}get mediaPipUnavailable(){return k(this,S.MEDIA_PIP_UNAVAILABLE)}set mediaPipUnavailable(e){A(this,S.MEDIA_PIP_UNAVAILABLE,e)}get mediaIsPip(){return D(this,S.MEDIA_IS_PIP)}set mediaIsPip(e){O(this,S.MEDIA_IS_PIP,e)}handleClick(){let e=this.mediaIsPip?b.MEDIA_EXIT_PIP_REQUEST:b.MEDIA_ENTER_PIP_REQUEST;this.dispatchEvent(new j.CustomEvent(e,{composed:!0,bubbles:!0}))}};fc.getSlotTemplateHTML=lc,fc.getTooltipContentHTML=uc,j.customElements.get(`media-pip-button`)||j.customElements.define(`media-pip-button`,fc);var pc=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="m6 21 15-9L6 3v18Z"/>
</svg>`,mc=`<svg aria-hidden="true" viewBox="0 0 24 24">
  <path d="M6 20h4V4H6v16Zm8-16v16h4V4h-4Z"/>
</svg>`;function hc(e){return`
    <style>
      :host([${S.MEDIA_PAUSED}]) slot[name=pause],
      :host(:not([${S.MEDIA_PAUSED}])) slot[name=play] {
        display: none !important;
      }

      :host([${S.MEDIA_PAUSED}]) slot[name=tooltip-pause],
      :host(:not([${S.MEDIA_PAUSED}])) slot[name=tooltip-play] {
        display: none;
      }
    </style>

    <slot name="icon">
      <slot name="play">${pc}</slot>
      <slot name="pause">${mc}</slot>
    </slot>
  `}function gc(){return`
    <slot name="tooltip-play">${F(`Play`)}</slot>
    <slot name="tooltip-pause">${F(`Pause`)}</slot>
  `}var _c=e=>{let t=e.mediaPaused?F(`play`):F(`pause`);e.setAttribute(`aria-label`,t)},vc=class extends P{static get observedAttributes(){return[...super.observedAttributes,S.MEDIA_PAUSED,S.MEDIA_ENDED]}connectedCallback(){super.connectedCallback(),_c(this)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),(e===S.MEDIA_PAUSED||e===S.MEDIA_LANG)&&_c(this)}get mediaPaused(){return D(this,S.MEDIA_PAUSED)}set mediaPaused(e){O(this,S.MEDIA_PAUSED,e)}handleClick(){let e=this.mediaPaused?b.MEDIA_PLAY_REQUEST:b.MEDIA_PAUSE_REQUEST;this.dispatchEvent(new j.CustomEvent(e,{composed:!0,bubbles:!0}))}};vc.getSlotTemplateHTML=hc,vc.getTooltipContentHTML=gc,j.customElements.get(`media-play-button`)||j.customElements.define(`media-play-button`,vc);var yc=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},bc=(e,t,n)=>(yc(e,t,`read from private field`),n?n.call(e):t.get(e)),xc=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Sc,Cc={RATES:`rates`},wc=[1,1.2,1.5,1.7,2];function Tc(e){return Math.round(e*100)/100}function Ec(e){return`
    <style>
      :host {
        min-width: 5ch;
        padding: var(--media-button-padding, var(--media-control-padding, 10px 5px));
      }
    </style>
    <slot name="icon">${e.mediaplaybackrate?Tc(+e.mediaplaybackrate):1}x</slot>
  `}function Dc(){return F(`Playback rate`)}var Oc=class extends P{constructor(){super(),xc(this,Sc,new qa(this,Cc.RATES,{defaultValue:wc})),this.container=this.shadowRoot.querySelector(`slot[name="icon"]`),this.container.innerHTML=`${Tc(this.mediaPlaybackRate??1)}x`}static get observedAttributes(){return[...super.observedAttributes,S.MEDIA_PLAYBACK_RATE,Cc.RATES]}attributeChangedCallback(e,t,n){if(super.attributeChangedCallback(e,t,n),e===Cc.RATES&&(bc(this,Sc).value=n),e===S.MEDIA_PLAYBACK_RATE){let e=n?+n:NaN,t=Tc(Number.isNaN(e)?1:e);this.container.innerHTML=`${t}x`,this.setAttribute(`aria-label`,F(`Playback rate {playbackRate}`,{playbackRate:t}))}}get rates(){return bc(this,Sc)}set rates(e){e?Array.isArray(e)?bc(this,Sc).value=e.join(` `):typeof e==`string`&&(bc(this,Sc).value=e):bc(this,Sc).value=``}get mediaPlaybackRate(){return T(this,S.MEDIA_PLAYBACK_RATE,1)}set mediaPlaybackRate(e){E(this,S.MEDIA_PLAYBACK_RATE,e)}handleClick(){let e=Array.from(bc(this,Sc).values(),e=>+e).sort((e,t)=>e-t),t=e.find(e=>e>this.mediaPlaybackRate)??e[0]??1,n=new j.CustomEvent(b.MEDIA_PLAYBACK_RATE_REQUEST,{composed:!0,bubbles:!0,detail:t});this.dispatchEvent(n)}};Sc=new WeakMap,Oc.getSlotTemplateHTML=Ec,Oc.getTooltipContentHTML=Dc,j.customElements.get(`media-playback-rate-button`)||j.customElements.define(`media-playback-rate-button`,Oc);var kc={SEEK_OFFSET:`seekoffset`},Ac=30,jc=e=>`
  <svg aria-hidden="true" viewBox="0 0 20 24">
    <defs>
      <style>.text{font-size:8px;font-family:Arial-BoldMT, Arial;font-weight:700;}</style>
    </defs>
    <text class="text value" transform="translate(2.18 19.87)">${e}</text>
    <path d="M10 6V3L4.37 7 10 10.94V8a5.54 5.54 0 0 1 1.9 10.48v2.12A7.5 7.5 0 0 0 10 6Z"/>
  </svg>`;function Mc(e,t){return`
    <slot name="icon">${jc(t.seekOffset)}</slot>
  `}var Nc=(e,t)=>{e.setAttribute(`aria-label`,F(`seek back {seekOffset} seconds`,{seekOffset:t}))};function Pc(){return F(`Seek backward`)}var Fc=0,Ic=class extends P{static get observedAttributes(){return[...super.observedAttributes,S.MEDIA_CURRENT_TIME,kc.SEEK_OFFSET]}connectedCallback(){super.connectedCallback(),this.seekOffset=T(this,kc.SEEK_OFFSET,Ac)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),Nc(this,this.seekOffset),e===kc.SEEK_OFFSET&&(this.seekOffset=T(this,kc.SEEK_OFFSET,Ac))}get seekOffset(){return T(this,kc.SEEK_OFFSET,Ac)}set seekOffset(e){E(this,kc.SEEK_OFFSET,e),this.setAttribute(`aria-label`,F(`seek back {seekOffset} seconds`,{seekOffset:this.seekOffset})),Jn(Xn(this,`icon`),this.seekOffset)}get mediaCurrentTime(){return T(this,S.MEDIA_CURRENT_TIME,Fc)}set mediaCurrentTime(e){E(this,S.MEDIA_CURRENT_TIME,e)}handleClick(){let e=Math.max(this.mediaCurrentTime-this.seekOffset,0),t=new j.CustomEvent(b.MEDIA_SEEK_REQUEST,{composed:!0,bubbles:!0,detail:e});this.dispatchEvent(t)}};Ic.getSlotTemplateHTML=Mc,Ic.getTooltipContentHTML=Pc,j.customElements.get(`media-seek-backward-button`)||j.customElements.define(`media-seek-backward-button`,Ic);var Lc={SEEK_OFFSET:`seekoffset`},Rc=30,zc=e=>`
  <svg aria-hidden="true" viewBox="0 0 20 24">
    <defs>
      <style>.text{font-size:8px;font-family:Arial-BoldMT, Arial;font-weight:700;}</style>
    </defs>
    <text class="text value" transform="translate(8.9 19.87)">${e}</text>
    <path d="M10 6V3l5.61 4L10 10.94V8a5.54 5.54 0 0 0-1.9 10.48v2.12A7.5 7.5 0 0 1 10 6Z"/>
  </svg>`;function Bc(e,t){return`
    <slot name="icon">${zc(t.seekOffset)}</slot>
  `}var Vc=(e,t)=>{e.setAttribute(`aria-label`,F(`seek forward {seekOffset} seconds`,{seekOffset:t}))};function Hc(){return F(`Seek forward`)}var Uc=0,Wc=class extends P{static get observedAttributes(){return[...super.observedAttributes,S.MEDIA_CURRENT_TIME,Lc.SEEK_OFFSET]}connectedCallback(){super.connectedCallback(),this.seekOffset=T(this,Lc.SEEK_OFFSET,Rc)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),Vc(this,this.seekOffset),e===Lc.SEEK_OFFSET&&(this.seekOffset=T(this,Lc.SEEK_OFFSET,Rc))}get seekOffset(){return T(this,Lc.SEEK_OFFSET,Rc)}set seekOffset(e){E(this,Lc.SEEK_OFFSET,e),this.setAttribute(`aria-label`,F(`seek forward {seekOffset} seconds`,{seekOffset:this.seekOffset})),Jn(Xn(this,`icon`),this.seekOffset)}get mediaCurrentTime(){return T(this,S.MEDIA_CURRENT_TIME,Uc)}set mediaCurrentTime(e){E(this,S.MEDIA_CURRENT_TIME,e)}handleClick(){let e=this.mediaCurrentTime+this.seekOffset,t=new j.CustomEvent(b.MEDIA_SEEK_REQUEST,{composed:!0,bubbles:!0,detail:e});this.dispatchEvent(t)}};Wc.getSlotTemplateHTML=Bc,Wc.getTooltipContentHTML=Hc,j.customElements.get(`media-seek-forward-button`)||j.customElements.define(`media-seek-forward-button`,Wc);var Gc=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},Kc=(e,t,n)=>(Gc(e,t,`read from private field`),n?n.call(e):t.get(e)),qc=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Jc=(e,t,n,r)=>(Gc(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Yc;function Xc(e,t={}){return`
    <style>
      :host {
        font: var(--media-font,
          var(--media-font-weight, normal)
          var(--media-font-size, 14px) /
          var(--media-text-content-height, var(--media-control-height, 24px))
          var(--media-font-family, helvetica neue, segoe ui, roboto, arial, sans-serif));
        color: var(--media-text-color, var(--media-primary-color, rgb(238 238 238)));
        background: var(--media-text-background, var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7))));
        padding: var(--media-control-padding, 10px);
        display: inline-flex;
        justify-content: center;
        align-items: center;
        vertical-align: middle;
        box-sizing: border-box;
        text-align: center;
        pointer-events: auto;
      }

      
      :host(:focus-visible) {
        box-shadow: var(--media-focus-box-shadow, inset 0 0 0 2px rgb(27 127 204 / .9));
        outline: 0;
      }

      
      :host(:where(:focus)) {
        box-shadow: none;
        outline: 0;
      }
    </style>

    ${this.getSlotTemplateHTML(e,t)}
  `}function Zc(e,t){return`
    <slot></slot>
  `}var Qc=class extends j.HTMLElement{constructor(){if(super(),qc(this,Yc,void 0),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=Gn(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[x.MEDIA_CONTROLLER]}attributeChangedCallback(e,t,n){var r,i,a,o;e===x.MEDIA_CONTROLLER&&(t&&((i=(r=Kc(this,Yc))?.unassociateElement)==null||i.call(r,this),Jc(this,Yc,null)),n&&this.isConnected&&(Jc(this,Yc,this.getRootNode()?.getElementById(n)),(o=(a=Kc(this,Yc))?.associateElement)==null||o.call(a,this)))}connectedCallback(){var e,t;let{style:n}=w(this.shadowRoot,`:host`);n.setProperty(`display`,`var(--media-control-display, var(--${this.localName}-display, inline-flex))`);let r=this.getAttribute(x.MEDIA_CONTROLLER);r&&(Jc(this,Yc,this.getRootNode()?.getElementById(r)),(t=(e=Kc(this,Yc))?.associateElement)==null||t.call(e,this))}disconnectedCallback(){var e,t;(t=(e=Kc(this,Yc))?.unassociateElement)==null||t.call(e,this),Jc(this,Yc,null)}};Yc=new WeakMap,Qc.shadowRootOptions={mode:`open`},Qc.getTemplateHTML=Xc,Qc.getSlotTemplateHTML=Zc,j.customElements.get(`media-text-display`)||j.customElements.define(`media-text-display`,Qc);var $c=[{singular:`hour`,plural:`hours`},{singular:`minute`,plural:`minutes`},{singular:`second`,plural:`seconds`}],el=(e,t)=>`${e} ${F(e===1?$c[t].singular:$c[t].plural)}`,tl=e=>{if(!Qa(e))return``;let t=Math.abs(e),n=t!==e,r=new Date(0,0,0,0,0,t,0),i=[r.getHours(),r.getMinutes(),r.getSeconds()].map((e,t)=>e&&el(e,t)).filter(e=>e).join(`, `);return n?F(`{time} remaining`,{time:i}):t===0?el(0,2):i};function nl(e,t){let n=!1;e<0&&(n=!0,e=0-e),e=e<0?0:e;let r=Math.floor(e%60),i=Math.floor(e/60%60),a=Math.floor(e/3600),o=Math.floor(t/60%60),s=Math.floor(t/3600);return(isNaN(e)||e===1/0)&&(a=i=r=`0`),a=a>0||s>0?a+`:`:``,i=((a||o>=10)&&i<10?`0`+i:i)+`:`,r=r<10?`0`+r:r,(n?`-`:``)+a+i+r}Object.freeze({length:0,start(e){let t=e>>>0;if(t>=this.length)throw new DOMException(`Failed to execute 'start' on 'TimeRanges': The index provided (${t}) is greater than or equal to the maximum bound (${this.length}).`);return 0},end(e){let t=e>>>0;if(t>=this.length)throw new DOMException(`Failed to execute 'end' on 'TimeRanges': The index provided (${t}) is greater than or equal to the maximum bound (${this.length}).`);return 0}});var rl=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},il=(e,t,n)=>(rl(e,t,`read from private field`),n?n.call(e):t.get(e)),al=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},ol=(e,t,n,r)=>(rl(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),sl=(e,t,n)=>(rl(e,t,`access private method`),n),cl,ll,ul,dl,fl,pl,ml,hl,gl,_l,vl,yl={REMAINING:`remaining`,SHOW_DURATION:`showduration`,NO_TOGGLE:`notoggle`},bl=[...Object.values(yl),S.MEDIA_CURRENT_TIME,S.MEDIA_DURATION,S.MEDIA_SEEKABLE],xl=[`Enter`,` `],Sl=`&nbsp;/&nbsp;`,Cl=(e,{timesSep:t=Sl}={})=>{let n=e.mediaCurrentTime??0,[,r]=e.mediaSeekable??[],i=0;Number.isFinite(e.mediaDuration)?i=e.mediaDuration:Number.isFinite(r)&&(i=r);let a=e.remaining?nl(0-(i-n)):nl(n);return e.showDuration?`${a}${t}${nl(i)}`:a},wl=e=>{let t=e.mediaCurrentTime,[,n]=e.mediaSeekable??[],r=null;if(Number.isFinite(e.mediaDuration)?r=e.mediaDuration:Number.isFinite(n)&&(r=n),t==null||r===null){e.setAttribute(`aria-description`,F(`video not loaded, unknown time.`));return}let i=e.remaining?tl(0-(r-t)):tl(t);if(!e.showDuration){e.setAttribute(`aria-description`,i);return}let a=F(`{currentTime} of {totalTime}`,{currentTime:i,totalTime:tl(r)});e.setAttribute(`aria-description`,a)};function Tl(e,t){return`
    <slot>${Cl(t)}</slot>
  `}var El=e=>{e.setAttribute(`aria-label`,F(`playback time`))},Dl=class extends Qc{constructor(){super(),al(this,dl),al(this,pl),al(this,hl),al(this,_l),al(this,cl,void 0),al(this,ll,null),al(this,ul,e=>{let{metaKey:t,altKey:n,key:r}=e;t||n||!xl.includes(r)?this.removeEventListener(`keyup`,il(this,ll)):this.addEventListener(`keyup`,il(this,ll))}),ol(this,cl,this.shadowRoot.querySelector(`slot`)),il(this,cl).innerHTML=`${Cl(this)}`}static get observedAttributes(){return[...super.observedAttributes,...bl,`disabled`]}connectedCallback(){let{style:e}=w(this.shadowRoot,`:host(:hover:not([notoggle]))`);e.setProperty(`cursor`,`var(--media-cursor, pointer)`),e.setProperty(`background`,`var(--media-control-hover-background, rgba(50 50 70 / .7))`),this.setAttribute(`aria-label`,F(`playback time`)),sl(this,hl,gl).call(this),super.connectedCallback()}toggleTimeDisplay(){this.noToggle||(this.hasAttribute(`remaining`)?this.removeAttribute(`remaining`):this.setAttribute(`remaining`,``))}disconnectedCallback(){this.disable(),sl(this,pl,ml).call(this),super.disconnectedCallback()}attributeChangedCallback(e,t,n){El(this),bl.includes(e)?this.update():e===`disabled`&&n!==t?n==null?sl(this,hl,gl).call(this):sl(this,_l,vl).call(this):e===yl.NO_TOGGLE&&n!==t&&(this.noToggle?sl(this,_l,vl).call(this):sl(this,hl,gl).call(this)),super.attributeChangedCallback(e,t,n)}enable(){this.noToggle||(this.tabIndex=0)}disable(){this.tabIndex=-1}get remaining(){return D(this,yl.REMAINING)}set remaining(e){O(this,yl.REMAINING,e)}get showDuration(){return D(this,yl.SHOW_DURATION)}set showDuration(e){O(this,yl.SHOW_DURATION,e)}get noToggle(){return D(this,yl.NO_TOGGLE)}set noToggle(e){O(this,yl.NO_TOGGLE,e)}get mediaDuration(){return T(this,S.MEDIA_DURATION)}set mediaDuration(e){E(this,S.MEDIA_DURATION,e)}get mediaCurrentTime(){return T(this,S.MEDIA_CURRENT_TIME)}set mediaCurrentTime(e){E(this,S.MEDIA_CURRENT_TIME,e)}get mediaSeekable(){let e=this.getAttribute(S.MEDIA_SEEKABLE);if(e)return e.split(`:`).map(e=>+e)}set mediaSeekable(e){e==null?this.removeAttribute(S.MEDIA_SEEKABLE):this.setAttribute(S.MEDIA_SEEKABLE,e.join(`:`))}update(){let e=Cl(this);wl(this),e!==il(this,cl).innerHTML&&(il(this,cl).innerHTML=e)}};cl=new WeakMap,ll=new WeakMap,ul=new WeakMap,dl=new WeakSet,fl=function(){il(this,ll)||(ol(this,ll,e=>{let{key:t}=e;xl.includes(t)?this.toggleTimeDisplay():this.removeEventListener(`keyup`,il(this,ll))}),this.addEventListener(`keydown`,il(this,ul)),this.addEventListener(`click`,this.toggleTimeDisplay))},pl=new WeakSet,ml=function(){il(this,ll)&&(this.removeEventListener(`keyup`,il(this,ll)),this.removeEventListener(`keydown`,il(this,ul)),this.removeEventListener(`click`,this.toggleTimeDisplay),ol(this,ll,null))},hl=new WeakSet,gl=function(){!this.noToggle&&!this.hasAttribute(`disabled`)&&(this.setAttribute(`role`,`button`),this.enable(),sl(this,dl,fl).call(this))},_l=new WeakSet,vl=function(){this.removeAttribute(`role`),this.disable(),sl(this,pl,ml).call(this)},Dl.getSlotTemplateHTML=Tl,j.customElements.get(`media-time-display`)||j.customElements.define(`media-time-display`,Dl);var Ol=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},K=(e,t,n)=>(Ol(e,t,`read from private field`),n?n.call(e):t.get(e)),q=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},kl=(e,t,n,r)=>(Ol(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Al=(e,t,n)=>(Ol(e,t,`access private method`),n),jl,Ml,Nl,Pl,Fl,Il,Ll,Rl,zl,Bl,Vl,Hl,Ul,Wl,Gl,Kl,ql,Jl,Yl,Xl,Zl,Ql,$l,eu,tu;function nu(e){return`
    <style>
      :host {
        --_focus-box-shadow: var(--media-focus-box-shadow, inset 0 0 0 2px rgb(27 127 204 / .9));
        --_media-range-padding: var(--media-range-padding, var(--media-control-padding, 10px));

        box-shadow: var(--_focus-visible-box-shadow, none);
        background: var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7)));
        height: calc(var(--media-control-height, 24px) + 2 * var(--_media-range-padding));
        display: inline-flex;
        align-items: center;
        
        vertical-align: middle;
        box-sizing: border-box;
        position: relative;
        width: 100px;
        transition: background .15s linear;
        cursor: var(--media-cursor, pointer);
        pointer-events: auto;
        touch-action: none; 
      }

      
      input[type=range]:focus {
        outline: 0;
      }
      input[type=range]:focus::-webkit-slider-runnable-track {
        outline: 0;
      }

      :host(:hover) {
        background: var(--media-control-hover-background, rgb(50 50 70 / .7));
      }

      #leftgap {
        padding-left: var(--media-range-padding-left, var(--_media-range-padding));
      }

      #rightgap {
        padding-right: var(--media-range-padding-right, var(--_media-range-padding));
      }

      #startpoint,
      #endpoint {
        position: absolute;
      }

      #endpoint {
        right: 0;
      }

      #container {
        
        width: var(--media-range-track-width, 100%);
        transform: translate(var(--media-range-track-translate-x, 0px), var(--media-range-track-translate-y, 0px));
        position: relative;
        height: 100%;
        display: flex;
        align-items: center;
        min-width: 40px;
      }

      #range {
        
        display: var(--media-time-range-hover-display, block);
        bottom: var(--media-time-range-hover-bottom, 0);
        height: var(--media-time-range-hover-height, max(100% , 25px));
        width: 100%;
        position: absolute;
        cursor: var(--media-cursor, pointer);

        -webkit-appearance: none; 
        -webkit-tap-highlight-color: transparent;
        background: transparent; 
        margin: 0;
        z-index: 1;
      }

      @media (hover: hover) {
        #range {
          bottom: var(--media-time-range-hover-bottom, 0);
          height: var(--media-time-range-hover-height, max(100%, 20px));
        }
      }

      
      
      #range::-webkit-slider-thumb {
        -webkit-appearance: none;
        background: transparent;
        width: .1px;
        height: .1px;
      }

      
      #range::-moz-range-thumb {
        background: transparent;
        border: transparent;
        width: .1px;
        height: .1px;
      }

      #appearance {
        height: var(--media-range-track-height, 4px);
        display: flex;
        flex-direction: column;
        justify-content: center;
        width: 100%;
        position: absolute;
        
        will-change: transform;
      }

      #track {
        background: var(--media-range-track-background, rgb(255 255 255 / .2));
        border-radius: var(--media-range-track-border-radius, 1px);
        border: var(--media-range-track-border, none);
        outline: var(--media-range-track-outline);
        outline-offset: var(--media-range-track-outline-offset);
        backdrop-filter: var(--media-range-track-backdrop-filter);
        -webkit-backdrop-filter: var(--media-range-track-backdrop-filter);
        box-shadow: var(--media-range-track-box-shadow, none);
        position: absolute;
        width: 100%;
        height: 100%;
        overflow: hidden;
      }

      #progress,
      #pointer {
        position: absolute;
        height: 100%;
        will-change: width;
      }

      #progress {
        background: var(--media-range-bar-color, var(--media-primary-color, rgb(238 238 238)));
        transition: var(--media-range-track-transition);
      }

      #pointer {
        background: var(--media-range-track-pointer-background);
        border-right: var(--media-range-track-pointer-border-right);
        transition: visibility .25s, opacity .25s;
        visibility: hidden;
        opacity: 0;
      }

      @media (hover: hover) {
        :host(:hover) #pointer {
          transition: visibility .5s, opacity .5s;
          visibility: visible;
          opacity: 1;
        }
      }

      #thumb,
      ::slotted([slot=thumb]) {
        width: var(--media-range-thumb-width, 10px);
        height: var(--media-range-thumb-height, 10px);
        transition: var(--media-range-thumb-transition);
        transform: var(--media-range-thumb-transform, none);
        opacity: var(--media-range-thumb-opacity, 1);
        translate: -50%;
        position: absolute;
        left: 0;
        cursor: var(--media-cursor, pointer);
      }

      #thumb {
        border-radius: var(--media-range-thumb-border-radius, 10px);
        background: var(--media-range-thumb-background, var(--media-primary-color, rgb(238 238 238)));
        box-shadow: var(--media-range-thumb-box-shadow, 1px 1px 1px transparent);
        border: var(--media-range-thumb-border, none);
      }

      :host([disabled]) #thumb {
        background-color: #777;
      }

      .segments #appearance {
        height: var(--media-range-segment-hover-height, 7px);
      }

      #track {
        clip-path: url(#segments-clipping);
      }

      #segments {
        --segments-gap: var(--media-range-segments-gap, 2px);
        position: absolute;
        width: 100%;
        height: 100%;
      }

      #segments-clipping {
        transform: translateX(calc(var(--segments-gap) / 2));
      }

      #segments-clipping:empty {
        display: none;
      }

      #segments-clipping rect {
        height: var(--media-range-track-height, 4px);
        y: calc((var(--media-range-segment-hover-height, 7px) - var(--media-range-track-height, 4px)) / 2);
        transition: var(--media-range-segment-transition, transform .1s ease-in-out);
        transform: var(--media-range-segment-transform, scaleY(1));
        transform-origin: center;
      }

      /* Visible label for accessibility - positioned off-screen but technically visible (Firefox requires visible labels) */
      #range-label {
        position: absolute;
        left: -10000px;
        background: var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7)));
        pointer-events: none;
      }
    </style>
    <div id="leftgap"></div>
    <div id="container">
      <div id="startpoint"></div>
      <div id="endpoint"></div>
      <div id="appearance">
        <div id="track" part="track">
          <div id="pointer"></div>
          <div id="progress" part="progress"></div>
        </div>
        <slot name="thumb">
          <div id="thumb" part="thumb"></div>
        </slot>
        <svg id="segments" aria-hidden="true"><clipPath id="segments-clipping"></clipPath></svg>
      </div>
        <input id="range" type="range" min="0" max="1" step="any" value="0">
        <label for="range" id="range-label"></label>

      ${this.getContainerTemplateHTML(e)}
    </div>
    <div id="rightgap"></div>
  `}function ru(e){return``}var iu=class extends j.HTMLElement{constructor(){if(super(),q(this,Bl),q(this,Hl),q(this,Wl),q(this,Kl),q(this,Jl),q(this,Xl),q(this,Ql),q(this,eu),q(this,jl,void 0),q(this,Ml,void 0),q(this,Nl,void 0),q(this,Pl,void 0),q(this,Fl,{}),q(this,Il,[]),q(this,Ll,()=>{if(this.range.matches(`:focus-visible`)){let{style:e}=w(this.shadowRoot,`:host`);e.setProperty(`--_focus-visible-box-shadow`,`var(--_focus-box-shadow)`)}}),q(this,Rl,()=>{let{style:e}=w(this.shadowRoot,`:host`);e.removeProperty(`--_focus-visible-box-shadow`)}),q(this,zl,()=>{let e=this.shadowRoot.querySelector(`#segments-clipping`);e&&e.parentNode.append(e)}),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=Gn(this.attributes),t=this.constructor.getTemplateHTML(e);this.shadowRoot.setHTMLUnsafe?this.shadowRoot.setHTMLUnsafe(t):this.shadowRoot.innerHTML=t}this.container=this.shadowRoot.querySelector(`#container`),kl(this,Nl,this.shadowRoot.querySelector(`#startpoint`)),kl(this,Pl,this.shadowRoot.querySelector(`#endpoint`)),this.range=this.shadowRoot.querySelector(`#range`),this.appearance=this.shadowRoot.querySelector(`#appearance`)}static get observedAttributes(){return[`disabled`,`aria-disabled`,x.MEDIA_CONTROLLER]}attributeChangedCallback(e,t,n){var r,i,a,o;e===x.MEDIA_CONTROLLER?(t&&((i=(r=K(this,jl))?.unassociateElement)==null||i.call(r,this),kl(this,jl,null)),n&&this.isConnected&&(kl(this,jl,this.getRootNode()?.getElementById(n)),(o=(a=K(this,jl))?.associateElement)==null||o.call(a,this))):(e===`disabled`||e===`aria-disabled`&&t!==n)&&(n==null?(this.range.removeAttribute(e),Al(this,Hl,Ul).call(this)):(this.range.setAttribute(e,n),Al(this,Wl,Gl).call(this)))}connectedCallback(){var e,t;let{style:n}=w(this.shadowRoot,`:host`);n.setProperty(`display`,`var(--media-control-display, var(--${this.localName}-display, inline-flex))`),K(this,Fl).pointer=w(this.shadowRoot,`#pointer`),K(this,Fl).progress=w(this.shadowRoot,`#progress`),K(this,Fl).thumb=w(this.shadowRoot,`#thumb, ::slotted([slot="thumb"])`),K(this,Fl).activeSegment=w(this.shadowRoot,`#segments-clipping rect:nth-child(0)`);let r=this.getAttribute(x.MEDIA_CONTROLLER);r&&(kl(this,jl,this.getRootNode()?.getElementById(r)),(t=(e=K(this,jl))?.associateElement)==null||t.call(e,this)),this.updateBar(),this.shadowRoot.addEventListener(`focusin`,K(this,Ll)),this.shadowRoot.addEventListener(`focusout`,K(this,Rl)),Al(this,Hl,Ul).call(this),hi(this.container,K(this,zl))}disconnectedCallback(){var e,t;Al(this,Wl,Gl).call(this),(t=(e=K(this,jl))?.unassociateElement)==null||t.call(e,this),kl(this,jl,null),this.shadowRoot.removeEventListener(`focusin`,K(this,Ll)),this.shadowRoot.removeEventListener(`focusout`,K(this,Rl)),gi(this.container,K(this,zl))}updatePointerBar(e){var t;(t=K(this,Fl).pointer)==null||t.style.setProperty(`width`,`${this.getPointerRatio(e)*100}%`)}updateBar(){var e,t;let n=this.range.valueAsNumber*100;(e=K(this,Fl).progress)==null||e.style.setProperty(`width`,`${n}%`),(t=K(this,Fl).thumb)==null||t.style.setProperty(`left`,`${n}%`)}updateSegments(e){let t=this.shadowRoot.querySelector(`#segments-clipping`);if(t.textContent=``,this.container.classList.toggle(`segments`,!!e?.length),!e?.length)return;let n=[...new Set([+this.range.min,...e.flatMap(e=>[e.start,e.end]),+this.range.max])];kl(this,Il,[...n]);let r=n.pop();for(let[e,i]of n.entries()){let[a,o]=[e===0,e===n.length-1],s=a?`calc(var(--segments-gap) / -1)`:`${i*100}%`,c=`calc(${((o?r:n[e+1])-i)*100}%${a||o?``:` - var(--segments-gap)`})`,l=M.createElementNS(`http://www.w3.org/2000/svg`,`rect`),u=ir(this.shadowRoot,`#segments-clipping rect:nth-child(${e+1})`);u.style.setProperty(`x`,s),u.style.setProperty(`width`,c),t.append(l)}}getPointerRatio(e){return nr(e.clientX,e.clientY,K(this,Nl).getBoundingClientRect(),K(this,Pl).getBoundingClientRect())}get dragging(){return this.hasAttribute(`dragging`)}handleEvent(e){switch(e.type){case`pointermove`:Al(this,eu,tu).call(this,e);break;case`input`:this.updateBar();break;case`pointerenter`:Al(this,Jl,Yl).call(this,e);break;case`pointerdown`:Al(this,Kl,ql).call(this,e);break;case`pointerup`:Al(this,Xl,Zl).call(this);break;case`pointerleave`:Al(this,Ql,$l).call(this)}}get keysUsed(){return[`ArrowUp`,`ArrowRight`,`ArrowDown`,`ArrowLeft`]}};jl=new WeakMap,Ml=new WeakMap,Nl=new WeakMap,Pl=new WeakMap,Fl=new WeakMap,Il=new WeakMap,Ll=new WeakMap,Rl=new WeakMap,zl=new WeakMap,Bl=new WeakSet,Vl=function(e){let t=K(this,Fl).activeSegment;if(!t)return;let n=this.getPointerRatio(e),r=`#segments-clipping rect:nth-child(${K(this,Il).findIndex((e,t,r)=>{let i=r[t+1];return i!=null&&n>=e&&n<=i})+1})`;t.selectorText==r&&t.style.transform||(t.selectorText=r,t.style.setProperty(`transform`,`var(--media-range-segment-hover-transform, scaleY(2))`))},Hl=new WeakSet,Ul=function(){!this.hasAttribute(`disabled`)&&this.isConnected&&(this.addEventListener(`input`,this),this.addEventListener(`pointerdown`,this),this.addEventListener(`pointerenter`,this))},Wl=new WeakSet,Gl=function(){var e,t;this.removeEventListener(`input`,this),this.removeEventListener(`pointerdown`,this),this.removeEventListener(`pointerenter`,this),this.removeEventListener(`pointerleave`,this),(e=j.window)==null||e.removeEventListener(`pointerup`,this),(t=j.window)==null||t.removeEventListener(`pointermove`,this)},Kl=new WeakSet,ql=function(e){var t;kl(this,Ml,e.composedPath().includes(this.range)),(t=j.window)==null||t.addEventListener(`pointerup`,this,{once:!0})},Jl=new WeakSet,Yl=function(e){var t;e.pointerType!==`mouse`&&Al(this,Kl,ql).call(this,e),this.addEventListener(`pointerleave`,this,{once:!0}),(t=j.window)==null||t.addEventListener(`pointermove`,this)},Xl=new WeakSet,Zl=function(){var e;(e=j.window)==null||e.removeEventListener(`pointerup`,this),this.toggleAttribute(`dragging`,!1),this.range.disabled=this.hasAttribute(`disabled`)},Ql=new WeakSet,$l=function(){var e,t;this.removeEventListener(`pointerleave`,this),(e=j.window)==null||e.removeEventListener(`pointermove`,this),this.toggleAttribute(`dragging`,!1),this.range.disabled=this.hasAttribute(`disabled`),(t=K(this,Fl).activeSegment)==null||t.style.removeProperty(`transform`)},eu=new WeakSet,tu=function(e){(e.pointerType!==`pen`||e.buttons!==0)&&(this.toggleAttribute(`dragging`,e.buttons===1||e.pointerType!==`mouse`),this.updatePointerBar(e),Al(this,Bl,Vl).call(this,e),this.dragging&&(e.pointerType!==`mouse`||!K(this,Ml))&&(this.range.disabled=!0,this.range.valueAsNumber=this.getPointerRatio(e),this.range.dispatchEvent(new Event(`input`,{bubbles:!0,composed:!0}))))},iu.shadowRootOptions={mode:`open`},iu.getTemplateHTML=nu,iu.getContainerTemplateHTML=ru,j.customElements.get(`media-chrome-range`)||j.customElements.define(`media-chrome-range`,iu);var au=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},ou=(e,t,n)=>(au(e,t,`read from private field`),n?n.call(e):t.get(e)),su=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},cu=(e,t,n,r)=>(au(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),lu;function uu(e){return`
    <style>
      :host {
        box-sizing: border-box;
        display: var(--media-control-display, var(--media-preview-thumbnail-display, inline-block));
        overflow: hidden;
      }

      img {
        display: none;
        position: relative;
      }
    </style>
    <img crossorigin loading="eager" decoding="async">
  `}var du=class extends j.HTMLElement{constructor(){if(super(),su(this,lu,void 0),!this.shadowRoot){this.attachShadow(this.constructor.shadowRootOptions);let e=Gn(this.attributes);this.shadowRoot.innerHTML=this.constructor.getTemplateHTML(e)}}static get observedAttributes(){return[x.MEDIA_CONTROLLER,S.MEDIA_PREVIEW_IMAGE,S.MEDIA_PREVIEW_COORDS]}connectedCallback(){var e,t;let n=this.getAttribute(x.MEDIA_CONTROLLER);n&&(cu(this,lu,this.getRootNode()?.getElementById(n)),(t=(e=ou(this,lu))?.associateElement)==null||t.call(e,this))}disconnectedCallback(){var e,t;(t=(e=ou(this,lu))?.unassociateElement)==null||t.call(e,this),cu(this,lu,null)}attributeChangedCallback(e,t,n){var r,i,a,o;[S.MEDIA_PREVIEW_IMAGE,S.MEDIA_PREVIEW_COORDS].includes(e)&&this.update(),e===x.MEDIA_CONTROLLER&&(t&&((i=(r=ou(this,lu))?.unassociateElement)==null||i.call(r,this),cu(this,lu,null)),n&&this.isConnected&&(cu(this,lu,this.getRootNode()?.getElementById(n)),(o=(a=ou(this,lu))?.associateElement)==null||o.call(a,this)))}get mediaPreviewImage(){return k(this,S.MEDIA_PREVIEW_IMAGE)}set mediaPreviewImage(e){A(this,S.MEDIA_PREVIEW_IMAGE,e)}get mediaPreviewCoords(){let e=this.getAttribute(S.MEDIA_PREVIEW_COORDS);if(e)return e.split(/\s+/).map(e=>+e)}set mediaPreviewCoords(e){e?this.setAttribute(S.MEDIA_PREVIEW_COORDS,e.join(` `)):this.removeAttribute(S.MEDIA_PREVIEW_COORDS)}update(){let e=this.mediaPreviewCoords,t=this.mediaPreviewImage;if(!(e&&t))return;let[n,r,i,a]=e,o=t.split(`#`)[0],s=getComputedStyle(this),{maxWidth:c,maxHeight:l,minWidth:u,minHeight:d}=s,f=s.getPropertyValue(`--media-preview-thumbnail-object-fit`).trim()||`contain`,p,m;if(f===`fill`){let e=parseInt(c)/i,t=parseInt(l)/a,n=parseInt(u)/i,r=parseInt(d)/a;p=e<1?e:Math.max(e,n),m=t<1?t:Math.max(t,r)}else{let e=Math.min(parseInt(c)/i,parseInt(l)/a),t=Math.max(parseInt(u)/i,parseInt(d)/a),n=e<1?e:t>1?t:1;p=n,m=n}let{style:h}=w(this.shadowRoot,`:host`),g=w(this.shadowRoot,`img`).style,_=this.shadowRoot.querySelector(`img`),ee=Math.min(p,m)<1?`min`:`max`;h.setProperty(`${ee}-width`,`initial`,`important`),h.setProperty(`${ee}-height`,`initial`,`important`),h.width=`${i*p}px`,h.height=`${a*m}px`;let te=()=>{g.width=`${this.imgWidth*p}px`,g.height=`${this.imgHeight*m}px`,g.display=`block`};_.src!==o&&(_.onload=()=>{this.imgWidth=_.naturalWidth,this.imgHeight=_.naturalHeight,te(),_.onload=null},_.src=o,te()),te(),g.transform=`translate(-${n*p}px, -${r*m}px)`}};lu=new WeakMap,du.shadowRootOptions={mode:`open`},du.getTemplateHTML=uu,j.customElements.get(`media-preview-thumbnail`)||j.customElements.define(`media-preview-thumbnail`,du);var fu=du,pu=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},mu=(e,t,n)=>(pu(e,t,`read from private field`),n?n.call(e):t.get(e)),hu=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},gu=(e,t,n,r)=>(pu(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),_u,vu=class extends Qc{constructor(){super(),hu(this,_u,void 0),gu(this,_u,this.shadowRoot.querySelector(`slot`)),mu(this,_u).textContent=nl(0)}static get observedAttributes(){return[...super.observedAttributes,S.MEDIA_PREVIEW_TIME]}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),e===S.MEDIA_PREVIEW_TIME&&n!=null&&(mu(this,_u).textContent=nl(parseFloat(n)))}get mediaPreviewTime(){return T(this,S.MEDIA_PREVIEW_TIME)}set mediaPreviewTime(e){E(this,S.MEDIA_PREVIEW_TIME,e)}};_u=new WeakMap,j.customElements.get(`media-preview-time-display`)||j.customElements.define(`media-preview-time-display`,vu);var yu=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},bu=(e,t,n)=>(yu(e,t,`read from private field`),n?n.call(e):t.get(e)),xu=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Su=(e,t,n,r)=>(yu(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Cu,wu=class extends Qc{constructor(){super(),xu(this,Cu,void 0),Su(this,Cu,this.shadowRoot.querySelector(`slot`))}static get observedAttributes(){return[...super.observedAttributes,S.MEDIA_PREVIEW_CHAPTER,S.MEDIA_LANG]}attributeChangedCallback(e,t,n){if(super.attributeChangedCallback(e,t,n),(e===S.MEDIA_PREVIEW_CHAPTER||e===S.MEDIA_LANG)&&n!==t&&n!=null){if(bu(this,Cu).textContent=n,n!==``){let e=F(`chapter: {chapterName}`,{chapterName:n});this.setAttribute(`aria-valuetext`,e)}else this.removeAttribute(`aria-valuetext`)}}get mediaPreviewChapter(){return k(this,S.MEDIA_PREVIEW_CHAPTER)}set mediaPreviewChapter(e){A(this,S.MEDIA_PREVIEW_CHAPTER,e)}};Cu=new WeakMap,j.customElements.get(`media-preview-chapter-display`)||j.customElements.define(`media-preview-chapter-display`,wu);var Tu=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},J=(e,t,n)=>(Tu(e,t,`read from private field`),n?n.call(e):t.get(e)),Eu=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Y=(e,t,n,r)=>(Tu(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),Du=(e,t,n,r)=>({set _(r){Y(e,t,r,n)},get _(){return J(e,t,r)}}),Ou,ku,Au,ju,Mu,Nu,Pu,Fu,Iu,Lu,Ru=class{constructor(e,t,n){Eu(this,Ou,void 0),Eu(this,ku,void 0),Eu(this,Au,void 0),Eu(this,ju,void 0),Eu(this,Mu,void 0),Eu(this,Nu,void 0),Eu(this,Pu,void 0),Eu(this,Fu,void 0),Eu(this,Iu,0),Eu(this,Lu,(e=performance.now())=>{Y(this,Iu,requestAnimationFrame(J(this,Lu))),Y(this,ju,performance.now()-J(this,Au));let t=1e3/this.fps;if(J(this,ju)>t){Y(this,Au,e-J(this,ju)%t);let n=1e3/((e-J(this,ku))/++Du(this,Mu)._),r=(e-J(this,Nu))/1e3/this.duration,i=J(this,Pu)+r*this.playbackRate;i-J(this,Ou).valueAsNumber>0?Y(this,Fu,this.playbackRate/this.duration/n):(Y(this,Fu,.995*J(this,Fu)),i=J(this,Ou).valueAsNumber+J(this,Fu)),this.callback(i)}}),Y(this,Ou,e),this.callback=t,this.fps=n}start(){J(this,Iu)===0&&(Y(this,Au,performance.now()),Y(this,ku,J(this,Au)),Y(this,Mu,0),J(this,Lu).call(this))}stop(){J(this,Iu)!==0&&(cancelAnimationFrame(J(this,Iu)),Y(this,Iu,0))}update({start:e,duration:t,playbackRate:n}){let r=e-J(this,Ou).valueAsNumber,i=Math.abs(t-this.duration);(r>0||r<-.5/t||i>=.5)&&this.callback(e),Y(this,Pu,e),Y(this,Nu,performance.now()),this.duration=t,this.playbackRate=n}};Ou=new WeakMap,ku=new WeakMap,Au=new WeakMap,ju=new WeakMap,Mu=new WeakMap,Nu=new WeakMap,Pu=new WeakMap,Fu=new WeakMap,Iu=new WeakMap,Lu=new WeakMap;var zu=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},X=(e,t,n)=>(zu(e,t,`read from private field`),n?n.call(e):t.get(e)),Z=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},Q=(e,t,n,r)=>(zu(e,t,`write to private field`),r?r.call(e,n):t.set(e,n),n),$=(e,t,n)=>(zu(e,t,`access private method`),n),Bu,Vu,Hu,Uu,Wu,Gu,Ku,qu,Ju,Yu,Xu,Zu,Qu,$u,ed,td,nd,rd,id,ad,od,sd,cd,ld,ud,dd,fd=e=>{let t=e.range,n=tl(+hd(e)),r=tl(+e.mediaSeekableEnd),i=n&&r?F(`{currentTime} of {totalTime}`,{currentTime:n,totalTime:r}):F(`video not loaded, unknown time.`);t.setAttribute(`aria-valuetext`,i)};function pd(e){return`
    <style>
      :host {
        --media-box-border-radius: 4px;
        --media-box-padding-left: 10px;
        --media-box-padding-right: 10px;
        --media-preview-border-radius: var(--media-box-border-radius);
        --media-box-arrow-offset: var(--media-box-border-radius);
        --_control-background: var(--media-control-background, var(--media-secondary-color, rgb(20 20 30 / .7)));
        --_preview-background: var(--media-preview-background, var(--_control-background));

        
        contain: layout;
      }

      #buffered {
        background: var(--media-time-range-buffered-color, rgb(255 255 255 / .4));
        position: absolute;
        height: 100%;
        will-change: width;
      }

      #preview-rail,
      #current-rail {
        width: 100%;
        position: absolute;
        left: 0;
        bottom: 100%;
        pointer-events: none;
        will-change: transform;
      }

      [part~="box"] {
        width: min-content;
        
        position: absolute;
        bottom: 100%;
        flex-direction: column;
        align-items: center;
        transform: translateX(-50%);
      }

      [part~="current-box"] {
        display: var(--media-current-box-display, var(--media-box-display, flex));
        margin: var(--media-current-box-margin, var(--media-box-margin, 0 0 5px));
        visibility: hidden;
      }

      [part~="preview-box"] {
        display: var(--media-preview-box-display, var(--media-box-display, flex));
        margin: var(--media-preview-box-margin, var(--media-box-margin, 0 0 5px));
        transition-property: var(--media-preview-transition-property, visibility, opacity);
        transition-duration: var(--media-preview-transition-duration-out, .25s);
        transition-delay: var(--media-preview-transition-delay-out, 0s);
        visibility: hidden;
        opacity: 0;
      }

      :host(:is([${S.MEDIA_PREVIEW_IMAGE}], [${S.MEDIA_PREVIEW_TIME}])[dragging]) [part~="preview-box"] {
        transition-duration: var(--media-preview-transition-duration-in, .5s);
        transition-delay: var(--media-preview-transition-delay-in, .25s);
        visibility: visible;
        opacity: 1;
      }

      @media (hover: hover) {
        :host(:is([${S.MEDIA_PREVIEW_IMAGE}], [${S.MEDIA_PREVIEW_TIME}]):hover) [part~="preview-box"] {
          transition-duration: var(--media-preview-transition-duration-in, .5s);
          transition-delay: var(--media-preview-transition-delay-in, .25s);
          visibility: visible;
          opacity: 1;
        }
      }

      media-preview-thumbnail,
      ::slotted(media-preview-thumbnail) {
        visibility: hidden;
        
        transition: visibility 0s .25s;
        transition-delay: calc(var(--media-preview-transition-delay-out, 0s) + var(--media-preview-transition-duration-out, .25s));
        background: var(--media-preview-thumbnail-background, var(--_preview-background));
        box-shadow: var(--media-preview-thumbnail-box-shadow, 0 0 4px rgb(0 0 0 / .2));
        max-width: var(--media-preview-thumbnail-max-width, 180px);
        max-height: var(--media-preview-thumbnail-max-height, 160px);
        min-width: var(--media-preview-thumbnail-min-width, 120px);
        min-height: var(--media-preview-thumbnail-min-height, 80px);
        border: var(--media-preview-thumbnail-border);
        border-radius: var(--media-preview-thumbnail-border-radius,
          var(--media-preview-border-radius) var(--media-preview-border-radius) 0 0);
      }

      :host([${S.MEDIA_PREVIEW_IMAGE}][dragging]) media-preview-thumbnail,
      :host([${S.MEDIA_PREVIEW_IMAGE}][dragging]) ::slotted(media-preview-thumbnail) {
        transition-delay: var(--media-preview-transition-delay-in, .25s);
        visibility: visible;
      }

      @media (hover: hover) {
        :host([${S.MEDIA_PREVIEW_IMAGE}]:hover) media-preview-thumbnail,
        :host([${S.MEDIA_PREVIEW_IMAGE}]:hover) ::slotted(media-preview-thumbnail) {
          transition-delay: var(--media-preview-transition-delay-in, .25s);
          visibility: visible;
        }

        :host([${S.MEDIA_PREVIEW_TIME}]:hover) {
          --media-time-range-hover-display: block;
        }
      }

      media-preview-chapter-display,
      ::slotted(media-preview-chapter-display) {
        font-size: var(--media-font-size, 13px);
        line-height: 17px;
        min-width: 0;
        visibility: hidden;
        
        transition: min-width 0s, border-radius 0s, margin 0s, padding 0s, visibility 0s;
        transition-delay: calc(var(--media-preview-transition-delay-out, 0s) + var(--media-preview-transition-duration-out, .25s));
        background: var(--media-preview-chapter-background, var(--_preview-background));
        border-radius: var(--media-preview-chapter-border-radius,
          var(--media-preview-border-radius) var(--media-preview-border-radius)
          var(--media-preview-border-radius) var(--media-preview-border-radius));
        padding: var(--media-preview-chapter-padding, 3.5px 9px);
        margin: var(--media-preview-chapter-margin, 0 0 5px);
        text-shadow: var(--media-preview-chapter-text-shadow, 0 0 4px rgb(0 0 0 / .75));
      }

      :host([${S.MEDIA_PREVIEW_IMAGE}]) media-preview-chapter-display,
      :host([${S.MEDIA_PREVIEW_IMAGE}]) ::slotted(media-preview-chapter-display) {
        transition-delay: var(--media-preview-transition-delay-in, .25s);
        border-radius: var(--media-preview-chapter-border-radius, 0);
        padding: var(--media-preview-chapter-padding, 3.5px 9px 0);
        margin: var(--media-preview-chapter-margin, 0);
        min-width: 100%;
      }

      media-preview-chapter-display[${S.MEDIA_PREVIEW_CHAPTER}],
      ::slotted(media-preview-chapter-display[${S.MEDIA_PREVIEW_CHAPTER}]) {
        visibility: visible;
      }

      media-preview-chapter-display:not([aria-valuetext]),
      ::slotted(media-preview-chapter-display:not([aria-valuetext])) {
        display: none;
      }

      media-preview-time-display,
      ::slotted(media-preview-time-display),
      media-time-display,
      ::slotted(media-time-display) {
        font-size: var(--media-font-size, 13px);
        line-height: 17px;
        min-width: 0;
        
        transition: min-width 0s, border-radius 0s;
        transition-delay: calc(var(--media-preview-transition-delay-out, 0s) + var(--media-preview-transition-duration-out, .25s));
        background: var(--media-preview-time-background, var(--_preview-background));
        border-radius: var(--media-preview-time-border-radius,
          var(--media-preview-border-radius) var(--media-preview-border-radius)
          var(--media-preview-border-radius) var(--media-preview-border-radius));
        padding: var(--media-preview-time-padding, 3.5px 9px);
        margin: var(--media-preview-time-margin, 0);
        text-shadow: var(--media-preview-time-text-shadow, 0 0 4px rgb(0 0 0 / .75));
        transform: translateX(min(
          max(calc(50% - var(--_box-width) / 2),
          calc(var(--_box-shift, 0))),
          calc(var(--_box-width) / 2 - 50%)
        ));
      }

      :host([${S.MEDIA_PREVIEW_IMAGE}]) media-preview-time-display,
      :host([${S.MEDIA_PREVIEW_IMAGE}]) ::slotted(media-preview-time-display) {
        transition-delay: var(--media-preview-transition-delay-in, .25s);
        border-radius: var(--media-preview-time-border-radius,
          0 0 var(--media-preview-border-radius) var(--media-preview-border-radius));
        min-width: 100%;
      }

      :host([${S.MEDIA_PREVIEW_TIME}]:hover) {
        --media-time-range-hover-display: block;
      }

      [part~="arrow"],
      ::slotted([part~="arrow"]) {
        display: var(--media-box-arrow-display, inline-block);
        transform: translateX(min(
          max(calc(50% - var(--_box-width) / 2 + var(--media-box-arrow-offset)),
          calc(var(--_box-shift, 0))),
          calc(var(--_box-width) / 2 - 50% - var(--media-box-arrow-offset))
        ));
        
        border-color: transparent;
        border-top-color: var(--media-box-arrow-background, var(--_control-background));
        border-width: var(--media-box-arrow-border-width,
          var(--media-box-arrow-height, 5px) var(--media-box-arrow-width, 6px) 0);
        border-style: solid;
        justify-content: center;
        height: 0;
      }
    </style>
    <div id="preview-rail">
      <slot name="preview" part="box preview-box">
        <media-preview-thumbnail>
          <template shadowrootmode="${fu.shadowRootOptions.mode}">
            ${fu.getTemplateHTML({})}
          </template>
        </media-preview-thumbnail>
        <media-preview-chapter-display></media-preview-chapter-display>
        <media-preview-time-display></media-preview-time-display>
        <slot name="preview-arrow"><div part="arrow"></div></slot>
      </slot>
    </div>
    <div id="current-rail">
      <slot name="current" part="box current-box">
        
      </slot>
    </div>
  `}var md=(e,t=e.mediaCurrentTime)=>{let n=Number.isFinite(e.mediaSeekableStart)?e.mediaSeekableStart:0,r=Number.isFinite(e.mediaDuration)?e.mediaDuration:e.mediaSeekableEnd;if(Number.isNaN(r))return 0;let i=(t-n)/(r-n);return Math.max(0,Math.min(i,1))},hd=(e,t=e.range.valueAsNumber)=>{let n=Number.isFinite(e.mediaSeekableStart)?e.mediaSeekableStart:0,r=Number.isFinite(e.mediaDuration)?e.mediaDuration:e.mediaSeekableEnd;return Number.isNaN(r)?0:t*(r-n)+n},gd=class extends iu{constructor(){super(),Z(this,Zu),Z(this,ed),Z(this,nd),Z(this,id),Z(this,od),Z(this,cd),Z(this,ud),Z(this,Bu,null),Z(this,Vu,void 0),Z(this,Hu,void 0),Z(this,Uu,void 0),Z(this,Wu,void 0),Z(this,Gu,void 0),Z(this,Ku,void 0),Z(this,qu,void 0),Z(this,Ju,void 0),Z(this,Yu,void 0),Z(this,Xu,()=>{$(this,Zu,Qu).call(this)?X(this,Vu).start():X(this,Vu).stop()}),Z(this,$u,e=>{this.dragging||(Qa(e)&&(this.range.valueAsNumber=e),X(this,Yu)||this.updateBar())}),this.shadowRoot.querySelector(`#track`).insertAdjacentHTML(`afterbegin`,`<div id="buffered" part="buffered"></div>`),Q(this,Hu,this.shadowRoot.querySelectorAll(`[part~="box"]`)),Q(this,Wu,this.shadowRoot.querySelector(`[part~="preview-box"]`)),Q(this,Gu,this.shadowRoot.querySelector(`[part~="current-box"]`));let e=getComputedStyle(this);Q(this,Ku,parseInt(e.getPropertyValue(`--media-box-padding-left`))),Q(this,qu,parseInt(e.getPropertyValue(`--media-box-padding-right`))),Q(this,Vu,new Ru(this.range,X(this,$u),60))}static get observedAttributes(){return[...super.observedAttributes,S.MEDIA_PAUSED,S.MEDIA_DURATION,S.MEDIA_SEEKABLE,S.MEDIA_CURRENT_TIME,S.MEDIA_PREVIEW_IMAGE,S.MEDIA_PREVIEW_TIME,S.MEDIA_PREVIEW_CHAPTER,S.MEDIA_BUFFERED,S.MEDIA_PLAYBACK_RATE,S.MEDIA_LOADING,S.MEDIA_ENDED]}connectedCallback(){var e;super.connectedCallback(),this.range.setAttribute(`aria-label`,F(`seek`)),X(this,Xu).call(this),Q(this,Bu,this.getRootNode()),(e=X(this,Bu))==null||e.addEventListener(`transitionstart`,this)}disconnectedCallback(){var e;super.disconnectedCallback(),X(this,Vu).stop(),(e=X(this,Bu))==null||e.removeEventListener(`transitionstart`,this),Q(this,Bu,null)}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),t!=n&&(e===S.MEDIA_CURRENT_TIME||e===S.MEDIA_PAUSED||e===S.MEDIA_ENDED||e===S.MEDIA_LOADING||e===S.MEDIA_DURATION||e===S.MEDIA_SEEKABLE?(X(this,Vu).update({start:md(this),duration:this.mediaSeekableEnd-this.mediaSeekableStart,playbackRate:this.mediaPlaybackRate}),X(this,Xu).call(this),fd(this)):e===S.MEDIA_BUFFERED&&this.updateBufferedBar(),(e===S.MEDIA_DURATION||e===S.MEDIA_SEEKABLE)&&(this.mediaChaptersCues=X(this,Ju),this.updateBar()))}get mediaChaptersCues(){return X(this,Ju)}set mediaChaptersCues(e){Q(this,Ju,e),this.updateSegments(X(this,Ju)?.map(e=>({start:md(this,e.startTime),end:md(this,e.endTime)})))}get mediaPaused(){return D(this,S.MEDIA_PAUSED)}set mediaPaused(e){O(this,S.MEDIA_PAUSED,e)}get mediaLoading(){return D(this,S.MEDIA_LOADING)}set mediaLoading(e){O(this,S.MEDIA_LOADING,e)}get mediaDuration(){return T(this,S.MEDIA_DURATION)}set mediaDuration(e){E(this,S.MEDIA_DURATION,e)}get mediaCurrentTime(){return T(this,S.MEDIA_CURRENT_TIME)}set mediaCurrentTime(e){E(this,S.MEDIA_CURRENT_TIME,e)}get mediaPlaybackRate(){return T(this,S.MEDIA_PLAYBACK_RATE,1)}set mediaPlaybackRate(e){E(this,S.MEDIA_PLAYBACK_RATE,e)}get mediaBuffered(){let e=this.getAttribute(S.MEDIA_BUFFERED);return e?e.split(` `).map(e=>e.split(`:`).map(e=>+e)):[]}set mediaBuffered(e){if(!e){this.removeAttribute(S.MEDIA_BUFFERED);return}let t=e.map(e=>e.join(`:`)).join(` `);this.setAttribute(S.MEDIA_BUFFERED,t)}get mediaSeekable(){let e=this.getAttribute(S.MEDIA_SEEKABLE);if(e)return e.split(`:`).map(e=>+e)}set mediaSeekable(e){e==null?this.removeAttribute(S.MEDIA_SEEKABLE):this.setAttribute(S.MEDIA_SEEKABLE,e.join(`:`))}get mediaSeekableEnd(){let[,e=this.mediaDuration]=this.mediaSeekable??[];return e}get mediaSeekableStart(){let[e=0]=this.mediaSeekable??[];return e}get mediaPreviewImage(){return k(this,S.MEDIA_PREVIEW_IMAGE)}set mediaPreviewImage(e){A(this,S.MEDIA_PREVIEW_IMAGE,e)}get mediaPreviewTime(){return T(this,S.MEDIA_PREVIEW_TIME)}set mediaPreviewTime(e){E(this,S.MEDIA_PREVIEW_TIME,e)}get mediaEnded(){return D(this,S.MEDIA_ENDED)}set mediaEnded(e){O(this,S.MEDIA_ENDED,e)}updateBar(){super.updateBar(),this.updateBufferedBar(),this.updateCurrentBox()}updateBufferedBar(){let e=this.mediaBuffered;if(!e.length)return;let t;if(this.mediaEnded)t=1;else{let n=this.mediaCurrentTime,[,r=this.mediaSeekableStart]=e.find(([e,t])=>e<=n&&n<=t)??[];t=md(this,r)}let{style:n}=w(this.shadowRoot,`#buffered`);n.setProperty(`width`,`${t*100}%`)}updateCurrentBox(){if(!this.shadowRoot.querySelector(`slot[name="current"]`).assignedElements().length)return;let e=w(this.shadowRoot,`#current-rail`),t=w(this.shadowRoot,`[part~="current-box"]`),n=$(this,ed,td).call(this,X(this,Gu)),r=$(this,nd,rd).call(this,n,this.range.valueAsNumber),i=$(this,id,ad).call(this,n,this.range.valueAsNumber);e.style.transform=`translateX(${r})`,e.style.setProperty(`--_range-width`,`${n.range.width}`),t.style.setProperty(`--_box-shift`,`${i}`),t.style.setProperty(`--_box-width`,`${n.box.width}px`),t.style.setProperty(`visibility`,`initial`)}handleEvent(e){switch(super.handleEvent(e),e.type){case`input`:$(this,ud,dd).call(this);break;case`pointermove`:$(this,od,sd).call(this,e);break;case`pointerup`:X(this,Yu)&&Q(this,Yu,!1);break;case`pointerdown`:Q(this,Yu,!0);break;case`pointerleave`:$(this,cd,ld).call(this,null);break;case`transitionstart`:Zn(e.target,this)&&setTimeout(()=>X(this,Xu).call(this),0)}}};Bu=new WeakMap,Vu=new WeakMap,Hu=new WeakMap,Uu=new WeakMap,Wu=new WeakMap,Gu=new WeakMap,Ku=new WeakMap,qu=new WeakMap,Ju=new WeakMap,Yu=new WeakMap,Xu=new WeakMap,Zu=new WeakSet,Qu=function(){return this.isConnected&&!this.mediaPaused&&!this.mediaLoading&&!this.mediaEnded&&this.mediaSeekableEnd>0&&tr(this)},$u=new WeakMap,ed=new WeakSet,td=function(e){let t=((this.getAttribute(`bounds`)?Qn(this,`#${this.getAttribute(`bounds`)}`):this.parentElement)??this).getBoundingClientRect(),n=this.range.getBoundingClientRect(),r=e.offsetWidth;return{box:{width:r,min:-(n.left-t.left-r/2),max:t.right-n.left-r/2},bounds:t,range:n}},nd=new WeakSet,rd=function(e,t){let n=`${t*100}%`,{width:r,min:i,max:a}=e.box;if(!r)return n;if(Number.isNaN(i)||(n=`max(${`calc(1 / var(--_range-width) * 100 * ${i}% + var(--media-box-padding-left))`}, ${n})`),!Number.isNaN(a)){let e=`calc(1 / var(--_range-width) * 100 * ${a}% - var(--media-box-padding-right))`;n=`min(${n}, ${e})`}return n},id=new WeakSet,ad=function(e,t){let{width:n,min:r,max:i}=e.box,a=t*e.range.width;if(a<r+X(this,Ku)){let t=e.range.left-e.bounds.left-X(this,Ku);return`${a-n/2+t}px`}if(a>i-X(this,qu)){let t=e.bounds.right-e.range.right-X(this,qu);return`${a+n/2-t-e.range.width}px`}return 0},od=new WeakSet,sd=function(e){let t=[...X(this,Hu)].some(t=>e.composedPath().includes(t));if(!this.dragging&&(t||!e.composedPath().includes(this))){$(this,cd,ld).call(this,null);return}let n=this.mediaSeekableEnd;if(!n)return;let r=w(this.shadowRoot,`#preview-rail`),i=w(this.shadowRoot,`[part~="preview-box"]`),a=$(this,ed,td).call(this,X(this,Wu)),o=(e.clientX-a.range.left)/a.range.width;o=Math.max(0,Math.min(1,o));let s=$(this,nd,rd).call(this,a,o),c=$(this,id,ad).call(this,a,o);r.style.transform=`translateX(${s})`,r.style.setProperty(`--_range-width`,`${a.range.width}`),i.style.setProperty(`--_box-shift`,`${c}`),i.style.setProperty(`--_box-width`,`${a.box.width}px`);let l=Math.round(X(this,Uu))-Math.round(o*n);Math.abs(l)<1&&o>.01&&o<.99||(Q(this,Uu,o*n),$(this,cd,ld).call(this,X(this,Uu)))},cd=new WeakSet,ld=function(e){this.dispatchEvent(new j.CustomEvent(b.MEDIA_PREVIEW_REQUEST,{composed:!0,bubbles:!0,detail:e}))},ud=new WeakSet,dd=function(){X(this,Vu).stop();let e=hd(this);this.dispatchEvent(new j.CustomEvent(b.MEDIA_SEEK_REQUEST,{composed:!0,bubbles:!0,detail:e}))},gd.shadowRootOptions={mode:`open`},gd.getContainerTemplateHTML=pd,j.customElements.get(`media-time-range`)||j.customElements.define(`media-time-range`,gd);var _d=(e,t,n)=>{if(!t.has(e))throw TypeError(`Cannot `+n)},vd=(e,t,n)=>(_d(e,t,`read from private field`),n?n.call(e):t.get(e)),yd=(e,t,n)=>{if(t.has(e))throw TypeError(`Cannot add the same private member more than once`);t instanceof WeakSet?t.add(e):t.set(e,n)},bd,xd=1,Sd=e=>e.mediaMuted?0:e.mediaVolume,Cd=e=>`${Math.round(e*100)}%`,wd=class extends iu{constructor(){super(...arguments),yd(this,bd,()=>{let e=this.range.value,t=new j.CustomEvent(b.MEDIA_VOLUME_REQUEST,{composed:!0,bubbles:!0,detail:e});this.dispatchEvent(t)})}static get observedAttributes(){return[...super.observedAttributes,S.MEDIA_VOLUME,S.MEDIA_MUTED,S.MEDIA_VOLUME_UNAVAILABLE]}connectedCallback(){super.connectedCallback(),this.range.setAttribute(`aria-label`,F(`volume`)),this.range.addEventListener(`input`,vd(this,bd))}disconnectedCallback(){this.range.removeEventListener(`input`,vd(this,bd)),super.disconnectedCallback()}attributeChangedCallback(e,t,n){super.attributeChangedCallback(e,t,n),(e===S.MEDIA_VOLUME||e===S.MEDIA_MUTED)&&(this.range.valueAsNumber=Sd(this),this.range.setAttribute(`aria-valuetext`,Cd(this.range.valueAsNumber)),this.updateBar())}get mediaVolume(){return T(this,S.MEDIA_VOLUME,xd)}set mediaVolume(e){E(this,S.MEDIA_VOLUME,e)}get mediaMuted(){return D(this,S.MEDIA_MUTED)}set mediaMuted(e){O(this,S.MEDIA_MUTED,e)}get mediaVolumeUnavailable(){return k(this,S.MEDIA_VOLUME_UNAVAILABLE)}set mediaVolumeUnavailable(e){A(this,S.MEDIA_VOLUME_UNAVAILABLE,e)}};bd=new WeakMap,j.customElements.get(`media-volume-range`)||j.customElements.define(`media-volume-range`,wd);var Td=10,Ed=.1,Dd=`a, button, input, select, textarea, summary, [role=button], [role=slider], [contenteditable]`;function Od(e,{video:t,seekable:n,toggleFullscreen:r}){switch(e){case` `:case`k`:return t.paused?t.play().catch(()=>{}):t.pause(),!0;case`ArrowLeft`:case`j`:return n&&(t.currentTime=Math.max(0,t.currentTime-Td)),n;case`ArrowRight`:case`l`:return n&&(t.currentTime=Math.min(t.duration||0,t.currentTime+Td)),n;case`ArrowUp`:return t.volume=Math.min(1,t.volume+Ed),!0;case`ArrowDown`:return t.volume=Math.max(0,t.volume-Ed),!0;case`m`:return t.muted=!t.muted,!0;case`f`:return r(),!0;default:return!1}}function kd(e){if(e.ctrlKey||e.metaKey||e.altKey||e.defaultPrevented)return!0;let t=/^[a-z]$/.test(e.key);return e.composedPath().some(e=>e instanceof Element&&e.matches(t?`input:not([type=range]), textarea, [contenteditable]`:Dd))}function Ad(e){return Jr(e,{"Start airplay":v(`player-start_airplay`),"Stop airplay":v(`player-stop_airplay`),"start airplay":v(`player-start_airplay`),"stop airplay":v(`player-stop_airplay`),"Start casting":v(`player-start_casting`),"Stop casting":v(`player-stop_casting`),"start casting":v(`player-start_casting`),"stop casting":v(`player-stop_casting`),Captions:v(`player-captions`),"Enable captions":v(`player-captions_on`),"Disable captions":v(`player-captions_off`),"closed captions":v(`player-closed_captions`),"Enter fullscreen mode":v(`player-fullscreen_enter`),"Exit fullscreen mode":v(`player-fullscreen_exit`),"enter fullscreen mode":v(`player-fullscreen_enter_spoken`),"exit fullscreen mode":v(`player-fullscreen_exit_spoken`),"Enter picture in picture mode":v(`player-pip_enter`),"Exit picture in picture mode":v(`player-pip_exit`),"enter picture in picture mode":v(`player-pip_enter_spoken`),"exit picture in picture mode":v(`player-pip_exit_spoken`),Play:v(`player-play`),Pause:v(`player-pause`),play:v(`player-play_spoken`),pause:v(`player-pause_spoken`),Mute:v(`player-mute`),Unmute:v(`player-unmute`),mute:v(`player-mute_spoken`),unmute:v(`player-unmute_spoken`),"Playback rate":v(`player-rate`),"Playback rate {playbackRate}":v(`player-rate_now`,{rate:`{playbackRate}`}),"current playback rate":v(`player-rate_spoken`),"Seek backward":v(`player-back`),"Seek forward":v(`player-forward`),"seek back {seekOffset} seconds":v(`player-back_spoken`,{seconds:`{seekOffset}`}),"seek forward {seekOffset} seconds":v(`player-forward_spoken`,{seconds:`{seekOffset}`}),volume:v(`player-volume`),seek:v(`player-seek`),Off:v(`player-off`),"audio player":v(`player-audio_player`),"video player":v(`player-video_player`),"media loading":v(`player-loading`),"playback time":v(`player-time`),"{currentTime} of {totalTime}":v(`player-time_of`,{now:`{currentTime}`,total:`{totalTime}`}),"{time} remaining":v(`player-time_left`,{time:`{time}`}),"video not loaded, unknown time.":v(`player-time_unknown`),"seek to live":v(`player-to_live`),"playing live":v(`player-is_live`),live:v(`player-live`),hour:v(`player-hour`),hours:v(`player-hours`),minute:v(`player-minute`),minutes:v(`player-minutes`),second:v(`player-second`),seconds:v(`player-seconds`),"Network Error":v(`player-network_title`),"A network error caused the media download to fail.":v(`player-network_text`),"Decode Error":v(`player-decode_title`),"A media error caused playback to be aborted. The media could be corrupt or your browser does not support this format.":v(`player-decode_text`),"Source Not Supported":v(`player-source_title`),"An unsupported error occurred. The server or network failed, or your browser does not support this format.":v(`player-source_text`),"Encryption Error":v(`player-encryption_title`),"The media is encrypted and there are no keys to decrypt it.":v(`player-encryption_text`)}),e}var jd={stage:`_stage_mh9ii_2`,player:`_player_mh9ii_11`,scrubber:`_scrubber_mh9ii_54`,gap:`_gap_mh9ii_68`,onAir:`_onAir_mh9ii_72`,wide:`_wide_mh9ii_89`},Md=`application/vnd.apple.mpegurl`,Nd=3e3;function Pd(e,t){let{pathname:n}=new URL(t,document.baseURI),r=n.toLowerCase().endsWith(`.m3u8`);if(r&&!e.canPlayType(Md))return Fd(e,t);let i=()=>{e.removeAttribute(`src`),e.load()},a=()=>{i(),i=Fd(e,t)};return r&&e.addEventListener(`error`,a,{once:!0}),e.src=t,()=>{e.removeEventListener(`error`,a),i()}}function Fd(e,t){let n=()=>{},r=!1;return f(async()=>{let{default:e}=await import(`./hls-D6a35TnA.js`);return{default:e}},[]).then(({default:i})=>{if(r||!i.isSupported())return;let a=new i;a.on(i.Events.ERROR,(e,{fatal:n,type:o})=>{n&&(o===i.ErrorTypes.MEDIA_ERROR?a.recoverMediaError():setTimeout(()=>r||a.loadSource(t),Nd))}),a.loadSource(t),a.attachMedia(e),n=()=>a.destroy()}),()=>{r=!0,n()}}function Id({video:n,url:r,title:a,live:o,children:s}){let c=t(null),l=Ad(ot());return e(()=>{if(n.current)return`mediaSession`in navigator&&(navigator.mediaSession.metadata=new MediaMetadata({title:a})),Pd(n.current,r)},[r,a,n]),e(()=>{let e=e=>{n.current&&!kd(e)&&Od(e.key,{video:n.current,seekable:!o,toggleFullscreen:()=>c.current?.querySelector(`media-fullscreen-button`)?.click()})&&e.preventDefault()};return document.addEventListener(`keydown`,e),()=>document.removeEventListener(`keydown`,e)},[o,n]),i(`div`,{class:jd.stage,ref:c,children:[i(`media-controller`,{class:jd.player,nohotkeys:!0,breakpoints:`sm:420 md:640 lg:900`,lang:l,children:[i(`video`,{slot:`media`,ref:n,playsInline:!0,preload:`metadata`,"aria-label":a}),i(`media-loading-indicator`,{slot:`centered-chrome`,noautohide:!0},`loading ${l}`),i(`media-error-dialog`,{slot:`dialog`},`error ${l}`),!o&&i(`media-time-range`,{class:jd.scrubber},`time ${l}`),i(`media-control-bar`,{children:[i(`media-play-button`,{}),!o&&i(`media-seek-backward-button`,{seekoffset:`10`,class:jd.wide}),!o&&i(`media-seek-forward-button`,{seekoffset:`10`,class:jd.wide}),i(`media-mute-button`,{}),i(`media-volume-range`,{class:jd.wide}),o?i(`span`,{class:jd.onAir,children:v(`player-live`)}):i(`media-time-display`,{showduration:!0}),i(`span`,{class:jd.gap}),i(`media-captions-button`,{}),!o&&i(`media-playback-rate-button`,{rates:`0.75 1 1.25 1.5 1.75 2`}),i(`media-pip-button`,{class:jd.wide}),i(`media-fullscreen-button`,{})]},`controls ${l}`)]}),s]})}var Ld={curtain:`_curtain_zqvqj_2`,actions:`_actions_zqvqj_19`,bigPlay:`_bigPlay_zqvqj_23`};function Rd({resumeS:e,onPlay:t}){return e===null?i(Bd,{onPlay:()=>t(null)}):i(`div`,{class:Ld.curtain,children:[i(`p`,{children:v(`watch-curtain-part`)}),i(`div`,{class:`${Ld.actions} ${y.actions}`,children:[i(`button`,{type:`button`,class:y.button,"data-look":`primary`,onClick:()=>t(e),children:v(`watch-curtain-continue`,{position:Ft(e)})}),i(`button`,{type:`button`,class:y.button,onClick:()=>t(0),children:v(`watch-curtain-again`)})]})]})}function zd({broadcast:n,duration:r,raised:a,onPlay:o}){Rt(n.now);let s=Pn(n),c=s>=0,l=t(!c);return e(()=>{c&&l.current&&o()},[c]),c?s>=r?i(`div`,{class:Ld.curtain,children:i(`p`,{children:v(`watch-curtain-over`)})}):a?null:i(Bd,{label:v(`watch-curtain-join`),onPlay:o}):i(`div`,{class:Ld.curtain,children:i(zt,{label:v(`watch-room-begins`),ms:-s*1e3})})}function Bd({label:e,onPlay:t}){return i(`button`,{type:`button`,class:`${Ld.curtain} ${Ld.bigPlay}`,onClick:t,"aria-label":e??v(`watch-curtain-play`),children:[i(`span`,{children:i(`svg`,{viewBox:`0 0 24 24`,"aria-hidden":`true`,children:i(`path`,{d:`M8 5.2v13.6c0 .8.9 1.3 1.6.8l10-6.8a1 1 0 0 0 0-1.6l-10-6.8A1 1 0 0 0 8 5.2Z`})})}),e&&i(`em`,{children:e})]})}var Vd={screening:`_screening_g02ss_2`,below:`_below_g02ss_9`,meta:`_meta_g02ss_23`,chip:`_chip_g02ss_37`,arrive:`_arrive_g02ss_1`,footer:`_footer_g02ss_58`,keys:`_keys_g02ss_63`},Hd={watched:`_watched_1ob6s_1`};function Ud({progress:e,durationS:t,live:n}){let r=Math.max(1,Math.floor(t)),a=Math.min(1,(e?.covered_s??0)/r),o=a===1?100:Math.min(99,Math.round(a*100));return i(`section`,{class:Hd.watched,"aria-label":v(`watch-progress-title`),children:[i(`progress`,{max:100,value:o,"aria-label":v(`watch-progress-bar`)}),i(`dl`,{children:[i(`div`,{children:[i(`dt`,{children:v(n?`watch-progress-live`:`watch-progress-watched`)}),i(`dd`,{children:e?Dt(e.watched_s):`–`})]}),i(`div`,{children:[i(`dt`,{children:v(`watch-progress-covered`)}),i(`dd`,{children:e?St(o/100,{style:`percent`}):`–`})]})]})]})}function Wd({join:r,recording:o,live:s,awaited:c,token:l,now:u,onStop:d}){let f=t(null),[p,m]=n(!1),[h,g]=n(null),[_,ee]=n(null),[te,ne]=n(r.status);e(()=>{let e=f.current;if(!e)return;let t=Tn(e,{server:location.origin,join:l,onWelcome(e){ee(e),ne(e.status),g(e)},onAck:g,onStatus:ne,onStop:d}),n=()=>m(!0);return e.addEventListener(`play`,n),()=>{e.removeEventListener(`play`,n),t.detach()}},[l]),e(()=>{c&&f.current?.play().catch(()=>{})},[]);let re=Date.parse(r.starts_at);e(()=>{if(s&&f.current)return Fn(f.current,{startsAt:re,now:u})},[s,re]);let ie=Gd(_,o);e(()=>{ie===null||s||p||f.current?.currentTime!==0||(f.current.currentTime=ie)},[ie]);let ae=e=>{f.current&&(e!==null&&(f.current.currentTime=e),f.current.play().catch(()=>{}))},oe=It(te);return i(`main`,{class:Vd.screening,children:[i(Id,{video:f,url:o.url,title:r.name,live:s,children:s?i(zd,{broadcast:{startsAt:re,now:u},duration:o.duration_s,raised:p,onPlay:()=>ae(null)}):!p&&i(Rd,{resumeS:ie,onPlay:ae})}),i(`div`,{class:Vd.below,children:[i(`header`,{children:[i(`h1`,{children:r.name}),i(`p`,{class:Vd.meta,children:s?i(`span`,{children:v(u()<re?`watch-screening-starts`:`watch-screening-started`,{moment:wt(new Date(r.starts_at))})}):i(a,{children:[i(`span`,{children:v(`watch-screening-recorded`,{day:Ct(new Date(r.starts_at))})}),i(`span`,{children:v(`watch-screening-until`,{day:Ct(new Date(r.closes_at))})})]})})]}),i(`p`,{class:Vd.chip,role:`status`,children:oe&&i(`span`,{children:[i(Kd,{}),` `,oe]})}),i(Ud,{progress:h,durationS:o.duration_s,live:s}),i(`p`,{class:Vd.keys,"aria-hidden":`true`,children:[i(`kbd`,{children:v(`watch-keys-space`)}),` `,v(`watch-keys-play`),!s&&i(a,{children:[i(`kbd`,{children:`←`}),i(`kbd`,{children:`→`}),` `,v(`watch-keys-seek`,{count:10})]}),i(`kbd`,{children:`f`}),` `,v(`watch-keys-fullscreen`),` `,i(`kbd`,{children:`m`}),` `,v(`watch-keys-mute`)]}),i(`footer`,{class:Vd.footer,children:i(gt,{})})]})]})}function Gd(e,t){let n=e?.resume_s??0;return n>5&&n<t.duration_s-5?n:null}function Kd(){return i(`svg`,{class:y.icon,viewBox:`0 0 20 20`,"aria-hidden":`true`,children:i(`path`,{d:`m5 10.5 3.2 3.2L15 6.8`})})}function qd({join:e,now:t}){let n=Date.parse(e.opens_at)-Rt(t),r=new Date(e.starts_at),a=wt(r),o=wt(r,e.timezone);return i(vt,{children:i(`section`,{class:y.card,children:[i(`p`,{class:y.eyebrow,children:v(`watch-waiting-registered`)}),i(`h1`,{children:e.name}),i(`p`,{class:y.lead,children:i(`time`,{dateTime:e.starts_at,children:a})}),o!==a&&i(`p`,{class:y.aside,children:v(`watch-waiting-there`,{moment:o})}),i(zt,{label:v(`watch-waiting-opens`),ms:n}),i(`p`,{class:`hidden`,role:`timer`,children:Pt(n)}),i(`p`,{class:y.actions,children:i(`a`,{class:y.button,href:e.calendar_url,download:!0,children:[i(Jd,{}),` `,v(`watch-waiting-calendar`)]})}),i(`p`,{class:y.aside,children:v(`watch-waiting-aside`)})]})})}function Jd(){return i(`svg`,{class:y.icon,viewBox:`0 0 20 20`,"aria-hidden":`true`,children:[i(`rect`,{x:`3`,y:`4.5`,width:`14`,height:`12.5`,rx:`2.5`}),i(`path`,{d:`M3 8.5h14M7 2.5v4M13 2.5v4`})]})}function Yd({visit:t,token:n}){let r=t.scene.value,a=Qd(r);switch(e(()=>{document.title=a},[a]),r.name){case`loading`:return i(xt,{busy:!0,title:v(`watch-loading-title`),text:v(`watch-loading-text`)});case`offline`:return i(xt,{busy:!0,title:v(`watch-offline-title`),text:v(`watch-offline-text`)});case`refused`:return i(xt,{...Zd(r.code)});case`waiting`:return i(qd,{join:r.join,now:()=>t.serverNow()});case`leaving`:return i(xt,{busy:!0,eyebrow:r.join.name,title:r.join.phase===`live`?v(`watch-leaving-room`):v(`watch-leaving-recording`),text:v(`watch-leaving-text`),action:{label:v(`watch-leaving-continue`),href:r.to}});case`room`:return i(Bt,{join:r.join,now:()=>t.serverNow()});case`coming`:return i(xt,{busy:!0,eyebrow:r.join.name,title:v(`watch-coming-title`),text:v(`watch-coming-text`)});case`broadcast`:case`recording`:return i(Wd,{join:r.join,recording:r.recording,live:r.name===`broadcast`,awaited:r.name===`recording`&&r.awaited,token:n,now:()=>t.serverNow(),onStop:()=>void t.look()},r.recording.url)}}var Xd={unknown_link:`link`,not_registered:`person`,window_closed:`clock`,no_link:`link`};function Zd(e){return{icon:Xd[e],title:v(`watch-${e}-title`),text:v(`watch-${e}-text`)}}function Qd(e){return`join`in e?e.join.name:e.name===`refused`?Zd(e.code).title:v(`watch-title`)}var $d={state:e=>tf(ef(e),{headers:{accept:`application/json`}}),click:e=>tf(`${ef(e)}/click`,{method:`POST`,headers:{accept:`application/json`}})};function ef(e){return`/j/${encodeURIComponent(e)}`}async function tf(e,t){try{let n=await fetch(e,{...t,cache:`no-store`});if(n.ok)return{kind:`ok`,value:await n.json()};let r={403:`not_registered`,404:`unknown_link`,410:`window_closed`}[n.status];return r?{kind:`refused`,code:r}:{kind:`failed`}}catch{return{kind:`failed`}}}var nf=`latecomer.join`;function rf(e,t,n){let[,r]=/^\/j\/([^/]+)\/?$/.exec(e.pathname)??[];if(r){let e=decodeURIComponent(r);try{n().setItem(nf,e),t.replaceState(null,``,`/watch`)}catch{}return e}try{return n().getItem(nf)}catch{return null}}var af=15e3,of=2e3,sf=3e4,cf=2e3,lf=864e5,uf=class{scene=o({name:`loading`});#e;#t;#n=0;#r=0;#i=null;#a=0;constructor(e,t){this.#e=e,this.#t=t}serverNow(){return this.#e.now()+this.#n}async look(){let e=this.#t;if(!e){this.scene.value={name:`refused`,code:`no_link`};return}let t=++this.#a,n=await this.#e.api.state(e);t===this.#a&&(n.kind===`ok`?(this.#r=0,this.#n=Date.parse(n.value.server_time)-this.#e.now(),await this.#o(e,n.value)):n.kind===`refused`?this.#l(n.code):this.#u())}async#o(e,t){if(t.phase===`closed`){this.#l(`window_closed`);return}let n=null;if(this.#i!==t.phase){let r=await this.#e.api.click(e);if(r.kind===`refused`)return this.#l(r.code);if(r.kind===`failed`)return t.watch_url||(this.scene.value=df(t,this.scene.value)),this.#u();this.#i=t.phase,n=r.value}(n?.next===`live_url`||n?.next===`watch_url`)&&n?.url?(this.scene.value={name:`leaving`,join:t,to:n.url},this.#e.go(n.url)):(this.scene.value.name!==`leaving`&&(this.scene.value=df(t,this.scene.value)),this.#s(t))}#s(e){let t=this.serverNow(),n=[e.opens_at,e.starts_at,e.ends_at,e.closes_at].map(e=>Date.parse(e)).find(e=>e>t),r=n===void 0?af:n-t+this.#e.random()*cf,{name:i}=this.scene.value,a=i===`coming`||i===`room`;this.#c(a?Math.min(r,af):r)}#c(e){let t=++this.#a;this.#e.after(Math.min(e,lf),()=>{t===this.#a&&this.look()})}#l(e){this.scene.value={name:`refused`,code:e},e===`not_registered`&&this.#c(af)}#u(){this.scene.value.name===`loading`&&(this.scene.value={name:`offline`});let e=Math.min(sf,of*2**this.#r++);this.#c(e/2+this.#e.random()*e/2)}};function df(e,t){let{recording:n}=e;switch(e.phase){case`waiting`:return{name:`waiting`,join:e};case`live`:return e.automated&&n?{name:`broadcast`,join:e,recording:n}:{name:`room`,join:e};case`on_demand`:return n?{name:`recording`,join:e,recording:n,awaited:t.name===`coming`||t.name===`room`}:{name:`coming`,join:e};case`closed`:return{name:`refused`,code:`window_closed`}}}var ff=rf(location,history,()=>sessionStorage),pf=new uf({api:$d,now:()=>Date.now(),after:(e,t)=>setTimeout(t,e),go:e=>location.replace(e),random:()=>Math.random()},ff);await it(p);var mf=document.getElementById(`app`);mf&&r(i(Yd,{visit:pf,token:ff??``}),mf),pf.look(),window.addEventListener(`pageshow`,({persisted:e})=>e&&void pf.look()),window.addEventListener(`online`,()=>void pf.look());