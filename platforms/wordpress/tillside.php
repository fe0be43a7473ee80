<?php
/**
 * Plugin Name: Tillside
 * Description: Product recommendations and cart offers for WooCommerce, computed in the shopper's browser from your own orders.
 * Version: 0.1.0
 * Requires at least: 6.4
 * Requires PHP: 7.4
 * Requires Plugins: woocommerce
 * License: MIT OR Apache-2.0
 *
 * The source of tillside.wasm is Tillside's own repository; readme.txt says how it is built.
 */

defined( 'ABSPATH' ) || exit;

const TILLSIDE_OPTION    = 'tillside_graph';
const TILLSIDE_ANALYTICS = 'tillside_analytics';
const TILLSIDE_ELEMENTS  = array( 'bundle', 'upgrade', 'services', 'shipping', 'also-bought', 'offers', 'memberships' );

// The script: a module, with the address of the graph.
add_action(
	'wp_head',
	function () {
		$graph = get_option( TILLSIDE_OPTION, '' );
		if ( '' === $graph ) {
			return;
		}
		printf(
			'<script type="module" src="%s" data-graph="%s" data-cart="woocommerce" data-theme="storefront" data-consent="wordpress" data-analytics="%s"></script>' . "\n",
			esc_url( plugins_url( 'pkg/tillside.js', __FILE__ ) ),
			esc_url( $graph ),
			get_option( TILLSIDE_ANALYTICS ) ? 'ga4' : 'none'
		);
	}
);

/** The HTML of an element; those of a product get the SKU of the product's page, or its number. */
function tillside_element( $name, $attributes ) {
	if ( ! in_array( $name, TILLSIDE_ELEMENTS, true ) ) {
		return '';
	}
	$sku = isset( $attributes['sku'] ) ? (string) $attributes['sku'] : '';
	if ( '' === $sku && function_exists( 'wc_get_product' ) && is_singular( 'product' ) ) {
		$product = wc_get_product( get_queried_object_id() );
		$sku     = $product ? (string) ( $product->get_sku() ? $product->get_sku() : $product->get_id() ) : '';
	}
	// Three products stand side by side on a wide screen, and below each other on a phone.
	$usual = 'bundle' === $name ? 'clamp(380px, (900px - 100vw) * 9, 580px)' : '0';
	$room  = isset( $attributes['reserved'] ) ? absint( $attributes['reserved'] ) . 'px' : $usual;
	return sprintf( '<tillside-%1$s sku="%2$s" style="display: block; clear: both; min-block-size: %3$s"></tillside-%1$s>', esc_attr( $name ), esc_attr( $sku ), esc_attr( $room ) );
}

// Shortcodes, such as [tillside_bundle], and blocks, such as tillside/bundle, for each element.
add_action(
	'init',
	function () {
		wp_register_script( 'tillside-blocks', plugins_url( 'blocks/blocks.js', __FILE__ ), array( 'wp-blocks', 'wp-element' ), '0.1.0', true );
		foreach ( TILLSIDE_ELEMENTS as $name ) {
			$render = function ( $attributes = array() ) use ( $name ) {
				return tillside_element( $name, is_array( $attributes ) ? $attributes : array() );
			};
			add_shortcode( 'tillside_' . str_replace( '-', '_', $name ), $render );
			register_block_type(
				'tillside/' . $name,
				array(
					'api_version'     => 3,
					'editor_script'   => 'tillside-blocks',
					'attributes'      => array( 'sku' => array( 'type' => 'string' ), 'reserved' => array( 'type' => 'number' ) ),
					'render_callback' => $render,
				)
			);
		}
	}
);

// On a product's page the bundle stands after the summary, unless a theme or plugin removes the action.
add_action(
	'woocommerce_after_single_product_summary',
	function () {
		echo tillside_element( 'bundle', array() ); // phpcs:ignore WordPress.Security.EscapeOutput -- escaped where it is made.
	},
	5
);

// Settings, General: the address of the graph, and whether Google Analytics hears of offers.
add_action(
	'admin_init',
	function () {
		register_setting( 'general', TILLSIDE_OPTION, array( 'type' => 'string', 'sanitize_callback' => 'esc_url_raw', 'default' => '' ) );
		add_settings_field(
			TILLSIDE_OPTION,
			'Tillside graph',
			function () {
				printf( '<input name="%1$s" type="url" class="regular-text" value="%2$s"> <p class="description">The folder with manifest.json.</p>', esc_attr( TILLSIDE_OPTION ), esc_attr( get_option( TILLSIDE_OPTION, '' ) ) );
			},
			'general'
		);
		register_setting( 'general', TILLSIDE_ANALYTICS, array( 'type' => 'boolean', 'sanitize_callback' => 'rest_sanitize_boolean', 'default' => false ) );
		add_settings_field(
			TILLSIDE_ANALYTICS,
			'Tillside analytics',
			function () {
				printf( '<label><input name="%1$s" type="checkbox" value="1"%2$s> Report to Google Analytics 4 what shoppers see, select and add, once they have given consent.</label>', esc_attr( TILLSIDE_ANALYTICS ), checked( get_option( TILLSIDE_ANALYTICS ), true, false ) );
			},
			'general'
		);
	}
);
